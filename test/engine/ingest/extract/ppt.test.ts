import { describe, expect, test } from 'vitest';
import { sniffFormat } from '../../../../src/engine/ingest/extract/sniff/sniff.ts';
import { outcomeOf, survivesDamage } from '../../../support/damage.ts';
import { outlineOf, read } from '../../../support/extracting.ts';
import { writeOle } from '../../../support/ole.ts';
import { writePpt } from '../../../support/ppt.ts';

const slides = [
  {
    title: 'Why\u000band 大きさ',
    body: 'first\rsecond',
    box: 'D\xe9j\xe0 vu',
    footer: 'On every slide',
    notes: 'Say it slowly',
    comment: 'Too long?',
  },
  {},
  { title: 'End', box: '*' },
];
const show = writePpt({ slides });

describe('PowerPoint presentations up to 2003', () => {
  test('slides in their order, title first, notes and comments last', async () => {
    const extracted = await read('ppt', show);
    expect(outlineOf(extracted)).toEqual([
      'heading1: Why and 大きさ',
      'paragraph: Déjà vu',
      'list-item0: first',
      'list-item0: second',
      'quote: Too long?',
      'quote: Say it slowly',
      'heading1: End',
    ]);
    const { text, pages } = extracted;
    expect(pages?.map(({ start, end }) => text.slice(start, end).length > 0)).toEqual([
      true,
      false,
      true,
    ]);
    expect(extracted.title).toBe('Why and 大きさ');
  });

  test('what stands behind all slides is read on the first, hints for writers are not', async () => {
    const bytes = writePpt({ slides: [{ title: 'One' }, { title: 'Two' }], master: 'Heron Ltd' });
    expect(outlineOf(await read('ppt', bytes))).toEqual([
      'heading1: One',
      'paragraph: Heron Ltd',
      'heading1: Two',
    ]);
  });

  test('without its directory, slides are read as they lie in the file', async () => {
    const { text, pages } = await read('ppt', writePpt({ slides, lost: true }));
    expect(pages).toHaveLength(4);
    expect(text).toContain('Déjà vu');
  });

  test('is known by its streams', () => {
    expect(sniffFormat(show, 'x.doc')).toBe('ppt');
  });

  test('damaged, locked, too long', async () => {
    await survivesDamage('ppt', show);
    expect(await outcomeOf('ppt', writePpt({ slides, encrypted: true }))).toBe('FILE_LOCKED');
    expect(await outcomeOf('ppt', writeOle({ Other: new Uint8Array(3) }))).toBe('FILE_DAMAGED');
    expect(await outcomeOf('ppt', new Uint8Array())).toBe('FILE_DAMAGED');
    const { text, partial } = await read('ppt', show, 20);
    expect(text).toHaveLength(20);
    expect(partial?.code).toBe('FILE_TEXT_CUT');
  });
});
