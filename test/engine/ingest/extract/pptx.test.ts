import { describe, expect, test } from 'vitest';
import { sniffFormat } from '../../../../src/engine/ingest/extract/sniff/sniff.ts';
import { outcomeOf, survivesDamage } from '../../../support/damage.ts';
import { bytesOf, outlineOf, read } from '../../../support/extracting.ts';
import { writeOle } from '../../../support/ole.ts';
import { deflated, writeParts } from '../../../support/packages.ts';
import { writePptx } from '../../../support/pptx.ts';

const two = writePptx({
  slides: [
    {
      title: 'Why & how',
      items: [
        [0, 'first'],
        [1, 'nested'],
      ],
      box: 'In a box',
      rows: [
        ['Name', 'Sum'],
        ['Ada', '3'],
      ],
      notes: 'Say this slowly.',
      comment: 'Too long?',
    },
    { title: 'Ünd dann' },
  ],
});

describe('PowerPoint presentations', () => {
  test('slides in their order, title first, notes and comments last', async () => {
    const extracted = await read('pptx', two);
    expect(outlineOf(extracted)).toEqual([
      'heading1: Why & how',
      'list-item0: first',
      'list-item1: nested',
      'paragraph: In a box',
      'table-row: Name\tSum',
      'table-row: Ada\t3',
      'quote: Say this slowly.',
      'quote: Too long?',
      'heading1: Ünd dann',
    ]);
    expect(extracted.blocks.filter((block) => block.header)).toHaveLength(1);
    expect(extracted.pages?.map(({ start, end }) => extracted.text.slice(start, end))).toEqual([
      expect.stringMatching(/^Why & how[^]*Too long\?$/),
      'Ünd dann',
    ]);
    expect(extracted.title).toBe('Why & how');
  });

  test('what stands behind all slides is read on the first, hints for writers are not', async () => {
    const bytes = writePptx({
      slides: [{ title: 'One', notes: 'Say it' }, { title: 'Two' }],
      layout: 'Confidential',
      master: 'Heron Ltd',
    });
    expect(outlineOf(await read('pptx', bytes))).toEqual([
      'heading1: One',
      'paragraph: Confidential',
      'paragraph: Heron Ltd',
      'quote: Say it',
      'heading1: Two',
    ]);
  });

  test('a drawing for older programs does not repeat what is drawn', async () => {
    const text = (words: string): string =>
      `<p:sp><a:p><a:r><a:t>${words}</a:t></a:r></a:p></p:sp>`;
    const raw = `<mc:AlternateContent><mc:Choice>${text('new')}</mc:Choice><mc:Fallback>${text('old')}</mc:Fallback></mc:AlternateContent>`;
    expect((await read('pptx', writePptx({ slides: [{ raw }] }))).text).toBe('new');
  });

  test('a slide without text keeps its number; a stated title wins', async () => {
    const { pages, title } = await read(
      'pptx',
      writePptx({ slides: [{}, { title: 'Second' }], title: 'Annual review' }),
    );
    expect(pages).toMatchObject([
      { start: 0, end: 0 },
      { start: 0, end: 6 },
    ]);
    expect(title).toBe('Annual review');
  });

  test('text beyond the limit is cut', async () => {
    const slides = Array.from({ length: 50 }, (_, i) => ({ title: `Slide ${i}` }));
    const { text, partial } = await read('pptx', writePptx({ slides }), 100);
    expect(text).toHaveLength(100);
    expect(partial?.code).toBe('FILE_TEXT_CUT');
  });

  test('is known by what is in the archive', () => {
    expect(sniffFormat(two, 'x.zip')).toBe('pptx');
    expect(sniffFormat(two.subarray(0, 200), 'x.pptx')).toBe('pptx');
  });

  test('damaged, locked, too large, or with entities of its own', async () => {
    await survivesDamage('pptx', two);
    const locked = writeOle({ EncryptedPackage: new Uint8Array(10) });
    expect(sniffFormat(locked, 'x.pptx')).toBe('pptx');
    expect(await outcomeOf('pptx', locked)).toBe('FILE_LOCKED');
    expect(await outcomeOf('pptx', new Uint8Array())).toBe('FILE_DAMAGED');
    expect(await outcomeOf('pptx', writeParts({ 'a.xml': '<a/>' }))).toBe('FILE_DAMAGED');
    const bomb = deflated('ppt/presentation.xml', Buffer.alloc(60_000_000, 0x20));
    expect(await outcomeOf('pptx', bomb)).toBe('FILE_TOO_LARGE');
    const entities = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>';
    const parts = { 'ppt/presentation.xml': entities };
    expect(await outcomeOf('pptx', writeParts(parts))).toBe('FILE_DAMAGED');
    const deep = '<a>'.repeat(100_000);
    expect(await outcomeOf('pptx', writeParts({ 'ppt/presentation.xml': deep }))).toBe(
      'FILE_DAMAGED',
    );
    expect(await outcomeOf('pptx', bytesOf('PK\u0003\u0004'))).toBe('FILE_DAMAGED');
  });
});
