import { describe, expect, test } from 'vitest';
import { sniffFormat } from '../../../../src/engine/ingest/extract/sniff/sniff.ts';
import { outcomeOf, survivesDamage } from '../../../support/damage.ts';
import { outlineOf, read } from '../../../support/extracting.ts';

/** A file of bytes: each character of `body` is one. */
function rtf(body: string, head = '\\ansi\\ansicpg1252'): Uint8Array {
  return Buffer.from(`{\\rtf1${head} ${body}}`, 'latin1');
}

async function linesOf(body: string, head?: string): Promise<string[]> {
  return outlineOf(await read('rtf', rtf(body, head)));
}

describe('Rich Text', () => {
  test('headings by style or outline level, lists, tables', async () => {
    const body = [
      '{\\stylesheet{\\s0 Normal;}{\\s1\\outlinelevel0 My chapter;}{\\s2 heading 2;}}',
      '\\pard\\s1 Chapter\\par',
      '\\pard\\s2 Section\\par',
      '\\pard\\outlinelevel2 Below\\par',
      '\\pard Words {\\b in bold}\\line and a second line\\par',
      '\\pard\\ls1\\ilvl0{\\listtext\\bullet\\tab}one\\par',
      '\\pard\\ls1\\ilvl1 deeper\\par',
      '\\pard{\\pntext 1.\\tab}old list\\par',
      '\\trowd\\trhdr\\cellx1\\cellx2\\pard\\intbl Name\\cell Sum\\cell\\row',
      '\\trowd\\cellx1\\cellx2\\pard\\intbl Ada\\par Lovelace\\cell\\cell\\row',
      '\\pard end',
    ].join('\n');
    const extracted = await read('rtf', rtf(body));
    expect(outlineOf(extracted)).toEqual([
      'heading1: Chapter',
      'heading2: Section',
      'heading3: Below',
      'paragraph: Words in bold\nand a second line',
      'list-item0: one',
      'list-item1: deeper',
      'list-item0: old list',
      'table-row: Name\tSum',
      'table-row: Ada Lovelace',
      'paragraph: end',
    ]);
    expect(extracted.blocks.filter((block) => block.header)).toHaveLength(1);
    expect(extracted).toMatchObject({ title: 'Chapter', pages: null });
  });

  test('notes, comments and text boxes are read after their paragraph', async () => {
    const body =
      'Before{\\footnote in a note}{\\*\\annotation Really?} and after.\\par' +
      '{\\shp{\\*\\shpinst{\\sp{\\sn x}{\\sv 1}}{\\shptxt boxed\\par}}{\\shprslt boxed again}}next\\par';
    expect(await linesOf(body)).toEqual([
      'paragraph: Before and after.',
      'paragraph: in a note',
      'quote: Really?',
      'paragraph: next',
      'paragraph: boxed',
    ]);
  });

  test('headers and footers are read once, behind all else', async () => {
    const body =
      '{\\header Heron plan\\par Page 3 of 9}{\\footerf{\\field{\\fldrslt Heron plan}}}' +
      'one\\par two\\sect{\\headerl Heron plan\\par}three';
    expect(await linesOf(body)).toEqual([
      'paragraph: one',
      'paragraph: two',
      'paragraph: three',
      'paragraph: Heron plan',
    ]);
  });

  test('what is hidden, deleted, or not text is left out', async () => {
    const body =
      '{\\info{\\title Yearly report}{\\author Ada}}{\\*\\unknown x{y}}' +
      '{\\pict\\wmetafile8 0102}{\\*\\shppict{\\pict ffd8}}a{\\v hidden}{\\deleted gone}b' +
      '{\\field{\\*\\fldinst HYPERLINK "http://x"}{\\fldrslt link}}\\bin5 {}}}}c' +
      '{\\upr{old}{\\*\\ud{new}}}';
    const extracted = await read('rtf', rtf(body));
    expect(extracted.text).toBe('ablinkcnew');
    expect(extracted.title).toBe('Yearly report');
  });

  test.each([
    ['the code page of the document', "\\'e6 \xe6", '\\ansi\\ansicpg1250', 'ć ć'],
    [
      'a font with its own',
      "{\\fonttbl{\\f1\\fcharset204 A;}}{\\f1 \\'cf\\'f0}\\'e9",
      undefined,
      'Прé',
    ],
    [
      'two bytes a character',
      "{\\fonttbl{\\f1\\fcharset128 M;}}\\f1\\'83\\'5d\\'83\x8b",
      undefined,
      'ゾル',
    ],
    [
      'the font of East Asian text',
      "{\\fonttbl{\\f1\\fcharset128 M;}}\\dbch\\af1\\'83\\'5d\\loch\\f0\\'e9",
      undefined,
      'ゾé',
    ],
    [
      'Unicode with stand-ins',
      "\\uc2\\u8364\\'80\\'80!\\uc0\\u8364 5\\uc1\\u-3913?.",
      undefined,
      '€!€5•.',
    ],
    ['two units a character', '\\u-10179?\\u-8704?', undefined, '😀'],
    ['half of one', '\\u-10179?x', undefined, '\ufffdx'],
    ['stand-ins end with the group', '{\\uc5\\u8364}kept', undefined, '€kept'],
    ['signs by name', 'a\\endash b\\~c\\_d\\-e\\rquote s\\{\\}\\\\', undefined, 'a–b c-de’s{}\\'],
    ['the Macintosh', "\\'8a", '\\mac', 'ä'],
  ])('encodings: %s', async (_name, body, head, expected) => {
    expect((await read('rtf', rtf(body, head))).text).toBe(expected);
  });

  test('text beyond the limit is cut', async () => {
    const { text, partial } = await read('rtf', rtf('word \\par '.repeat(10_000)), 100);
    expect(text).toHaveLength(100);
    expect(partial?.code).toBe('FILE_TEXT_CUT');
  });

  test('damaged, endless, empty', async () => {
    const bytes = rtf(
      '{\\fonttbl{\\f0\\fcharset0 A;}}\\pard One{\\footnote n}\\par\\trowd a\\cell\\row \\u8364?z',
    );
    await survivesDamage('rtf', bytes);
    expect(sniffFormat(bytes, 'x.doc')).toBe('rtf');
    expect(await outcomeOf('rtf', new Uint8Array())).toBe('FILE_DAMAGED');
    expect(await outcomeOf('rtf', rtf('{'.repeat(100_000)))).toBe('FILE_DAMAGED');
    expect((await read('rtf', rtf(''))).blocks).toEqual([]);
    expect((await read('rtf', rtf(`x${'}'.repeat(1000)}y`))).text).toBe('xy');
    expect((await read('rtf', rtf('a\\bin99999999999 b'))).text).toBe('a');
    expect((await read('rtf', rtf('open {\\footnote note'))).text).toBe('open\n\nnote');
  });
});
