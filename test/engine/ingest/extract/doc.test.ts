import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { sniffFormat } from '../../../../src/engine/ingest/extract/sniff/sniff.ts';
import { outcomeOf, survivesDamage } from '../../../support/damage.ts';
import { outlineOf, read } from '../../../support/extracting.ts';
import { writeOle } from '../../../support/ole.ts';
import {
  endsRow,
  headerRow,
  inTable,
  listItem,
  writeDoc,
  writeWord6,
} from '../../../support/word.ts';

const cell = (text: string): { text: string; end: '\u0007'; properties: number[] } => ({
  text,
  end: '\u0007',
  properties: inTable,
});

const charter = writeDoc({
  body: [
    { text: 'Charter', style: 1 },
    { text: 'Größe – 大きさ', style: 2 },
    {
      text: 'See \u0013HYPERLINK "http://x"\u0014the page\u0015\u0002, \u0013PAGE \u0015now\u000bor never.',
    },
    { text: 'one', properties: listItem(0) },
    { text: 'deeper', properties: listItem(1) },
    cell('Name'),
    cell('Role'),
    { text: '', end: '\u0007', properties: headerRow },
    { text: 'Ada', properties: inTable },
    cell('Lovelace'),
    cell('Lead'),
    { text: '', end: '\u0007', properties: endsRow },
    { text: 'end', end: '\f' },
  ],
  footnotes: 'In a note.\r',
  headers: 'On each page\rPage 1 of 3\rOn each page\r',
  comments: 'Really?\r',
});

describe('Word documents up to 2003', () => {
  test('headings, lists, tables, fields, notes and comments', async () => {
    const extracted = await read('doc', charter);
    expect(outlineOf(extracted)).toEqual([
      'heading1: Charter',
      'heading2: Größe – 大きさ',
      'paragraph: See the page, now\nor never.',
      'list-item0: one',
      'list-item1: deeper',
      'table-row: Name\tRole',
      'table-row: Ada Lovelace\tLead',
      'paragraph: end',
      'paragraph: In a note.',
      'quote: Really?',
      'paragraph: On each page',
    ]);
    expect(extracted.blocks.filter((block) => block.header)).toHaveLength(1);
    expect(extracted).toMatchObject({ title: 'Charter', pages: null, hasLines: false });
  });

  test('text in one byte a character', async () => {
    const bytes = writeDoc({ body: [{ text: 'Déjà', style: 3 }, { text: 'vu' }], narrow: true });
    expect(outlineOf(await read('doc', bytes))).toEqual(['heading3: Déjà', 'paragraph: vu']);
  });

  test('Word 6 in the code page of its language', async () => {
    const russian = writeWord6(iconv.encode('Привет\rмир', 'cp1251'), 0x0419);
    expect((await read('doc', russian)).text).toBe('Привет\n\nмир');
  });

  test('is known by its streams', () => {
    expect(sniffFormat(charter, 'x.xls')).toBe('doc');
    expect(sniffFormat(charter.subarray(0, 600), 'x.doc')).toBe('doc');
  });

  test('damaged, locked, empty', async () => {
    await survivesDamage('doc', charter);
    expect(await outcomeOf('doc', writeDoc({ body: [], encrypted: true }))).toBe('FILE_LOCKED');
    expect(await outcomeOf('doc', writeOle({ Other: new Uint8Array(3) }))).toBe('FILE_DAMAGED');
    expect(await outcomeOf('doc', new Uint8Array())).toBe('FILE_DAMAGED');
    expect((await read('doc', writeDoc({ body: [{ text: '' }] }))).text).toBe('');
  });

  test('sectors that lead back to themselves end', async () => {
    const bytes = Buffer.from(charter);
    // The table of sectors lies in the first one; each entry now names itself.
    for (let i = 1; i < 40; i++) bytes.writeUInt32LE(i, 512 + 4 * i);
    expect(await outcomeOf('doc', bytes)).toMatch(/read|FILE_DAMAGED/);
  });
});
