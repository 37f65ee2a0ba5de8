import { describe, expect, test } from 'vitest';
import { sniffFormat } from '../../../../src/engine/ingest/extract/sniff/sniff.ts';
import { outcomeOf, survivesDamage } from '../../../support/damage.ts';
import { bytesOf, outlineOf, read } from '../../../support/extracting.ts';
import { flatOdf, writeOdf } from '../../../support/odf.ts';
import { deflated, writeParts } from '../../../support/packages.ts';

const p = (xml: string): string => `<text:p>${xml}</text:p>`;
const cell = (xml: string): string => `<table:table-cell>${p(xml)}</table:table-cell>`;

describe('OpenDocument texts', () => {
  const body = [
    '<text:p text:style-name="P7">The title</text:p>',
    '<text:h text:outline-level="2">Scope &amp; <text:span>aim</text:span></text:h>',
    p('Two<text:s text:c="2"/>spaces,\n   a<text:tab/>tab<text:line-break/>and a line.'),
    p(
      'Noted<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>in a note</text:p></text:note-body></text:note> here.',
    ),
    p(
      'Said<office:annotation><dc:creator>Ada</dc:creator><dc:date>2024</dc:date><text:p>Really?</text:p></office:annotation>.',
    ),
    `<text:list><text:list-item>${p('one')}<text:list><text:list-item>${p('deeper')}</text:list-item></text:list></text:list-item></text:list>`,
    `<table:table><table:table-header-rows><table:table-row>${cell('Name')}${cell('Rôle')}</table:table-row></table:table-header-rows><table:table-row>${cell('Ada')}<table:table-cell>${p('Lead')}${p('and more')}<table:table><table:table-row>${cell('inner')}</table:table-row></table:table></table:table-cell></table:table-row></table:table>`,
    '<text:tracked-changes><text:deletion><text:p>gone</text:p></text:deletion></text:tracked-changes>',
    p('<draw:frame><svg:title>Picture 1</svg:title></draw:frame>'),
    '<text:p text:style-name="Quotations">quoted</text:p>',
  ].join('');
  const styles = '<style:style style:name="P7" style:parent-style-name="Title"/>';
  const bytes = writeOdf({ type: 'text', body, styles });

  test('headings, paragraphs, notes, comments, lists and tables', async () => {
    const extracted = await read('odt', bytes);
    expect(outlineOf(extracted)).toEqual([
      'heading1: The title',
      'heading2: Scope & aim',
      'paragraph: Two  spaces, a\ttab\nand a line.',
      'paragraph: Noted here.',
      'paragraph: in a note',
      'paragraph: Said.',
      'quote: Really?',
      'list-item0: one',
      'list-item1: deeper',
      'table-row: Name\tRôle',
      'table-row: Ada\tLead and more inner',
      'quote: quoted',
    ]);
    expect(extracted.blocks.filter((block) => block.header)).toHaveLength(1);
    expect(extracted).toMatchObject({ title: 'The title', pages: null, hasLines: false });
    const titled = writeOdf({ type: 'text', body, title: 'Stated title' });
    expect((await read('odt', titled)).title).toBe('Stated title');
  });

  test('is known by its mark, without which by its name', () => {
    expect(sniffFormat(bytes, 'x.docx')).toBe('odt');
    expect(sniffFormat(writeParts({ 'content.xml': '<a/>' }), 'x.odt')).toBe('odt');
    expect(sniffFormat(writeParts({ 'content.xml': '<a/>' }), 'x.bin')).not.toBe('odt');
  });

  test('damaged, locked, too large, without text', async () => {
    await survivesDamage('odt', bytes);
    const locked = writeOdf({ type: 'text', body: 'x', encrypted: true });
    expect(await outcomeOf('odt', locked)).toBe('FILE_LOCKED');
    expect(await outcomeOf('odt', new Uint8Array())).toBe('FILE_DAMAGED');
    expect(await outcomeOf('odt', writeParts({ 'a.xml': '<a/>' }))).toBe('FILE_DAMAGED');
    const bomb = deflated('content.xml', Buffer.alloc(60_000_000, 0x20));
    expect(await outcomeOf('odt', bomb)).toBe('FILE_TOO_LARGE');
    expect((await read('odt', writeOdf({ type: 'text', body: '' }))).text).toBe('');
    const spaces = writeOdf({ type: 'text', body: p('a<text:s text:c="900000000"/>b') });
    expect((await read('odt', spaces)).text.length).toBeLessThan(200);
  });
});

test('OpenDocument presentations: slides are pages, the title first, notes last', async () => {
  const frame = (kind: string, xml: string): string =>
    `<draw:frame presentation:class="${kind}"><draw:text-box>${xml}</draw:text-box></draw:frame>`;
  const list = `<text:list><text:list-item>${p('point')}</text:list-item></text:list>`;
  const notes = `<presentation:notes>${frame('notes', p('Say it'))}</presentation:notes>`;
  const body = [
    `<draw:page draw:name="page1">${frame('outline', list)}${frame('title', p('Why'))}${frame('footer', p('2024'))}${notes}</draw:page>`,
    '<draw:page draw:name="page2"></draw:page>',
    `<draw:page draw:name="page3"><draw:custom-shape>${p('shape')}</draw:custom-shape></draw:page>`,
  ].join('');
  const bytes = writeOdf({ type: 'presentation', body });
  expect(sniffFormat(bytes, 'x')).toBe('odp');
  const extracted = await read('odp', bytes);
  expect(outlineOf(extracted)).toEqual([
    'heading1: Why',
    'list-item0: point',
    'quote: Say it',
    'paragraph: shape',
  ]);
  expect(extracted.pages).toHaveLength(3);
  expect(extracted.title).toBe('Why');
  await survivesDamage('odp', bytes);
});

test('headers and footers of pages are read once, behind the text', async () => {
  const footer = `<style:footer>${p('Heron plan')}${p('Page <text:page-number>1</text:page-number>')}</style:footer>`;
  const page = `<style:master-page><style:header>${p('HR-42')}</style:header>${footer}<style:footer-left>${p('Heron plan')}</style:footer-left></style:master-page>`;
  const bytes = writeOdf({ type: 'text', body: p('Words'), masterStyles: page });
  expect(outlineOf(await read('odt', bytes))).toEqual([
    'paragraph: Words',
    'paragraph: HR-42',
    'paragraph: Heron plan',
  ]);
});

describe('flat OpenDocument files', () => {
  test.each([
    ['text', 'odt', p('Words'), 'Words'],
    [
      'spreadsheet',
      'ods',
      `<table:table table:name="S"><table:table-row>${cell('x')}</table:table-row></table:table>`,
      'x',
    ],
    [
      'presentation',
      'odp',
      `<draw:page><draw:frame>${p('Point')}</draw:frame></draw:page>`,
      'Point',
    ],
  ] as const)('%s', async (type, format, body, text) => {
    const picture = '<office:binary-data>AAAA</office:binary-data>';
    const bytes = bytesOf(flatOdf({ type, body: body + picture, title: 'Stated title' }));
    expect(sniffFormat(bytes, 'x.xml')).toBe(format);
    expect(await read(format, bytes)).toMatchObject({ text, title: 'Stated title' });
  });
});

describe('OpenDocument sheets', () => {
  const number = (shown: string): string =>
    `<table:table-cell office:value-type="float" office:value="1">${p(shown)}</table:table-cell>`;
  const row = (cells: string, times = 1): string =>
    `<table:table-row table:number-rows-repeated="${times}">${cells}</table:table-row>`;
  const sheet = (name: string, rows: string): Uint8Array =>
    writeOdf({
      type: 'spreadsheet',
      body: `<table:table table:name="${name}">${rows}</table:table>`,
    });

  test('values as shown, repeated cells and rows, comments', async () => {
    const gap = '<table:table-cell table:number-columns-repeated="2"/>';
    const comment =
      '<table:table-cell><office:annotation><text:p>Check</text:p></office:annotation><text:p>x</text:p></table:table-cell>';
    const bytes = sheet(
      'Kosten',
      row(cell('Name') + gap + cell('Sum')) +
        row(gap, 5) +
        row(cell('Ada') + gap + number('1,50 €'), 2) +
        row(comment) +
        row(gap, 1_048_000),
    );
    expect(sniffFormat(bytes, 'x.xlsx')).toBe('ods');
    const { text, blocks, pages, partial } = await read('ods', bytes);
    expect(
      blocks.map(({ span, start, end }) => `${span?.join(':')} ${text.slice(start, end)}`),
    ).toEqual([
      'A1:D1 Name\t\t\tSum',
      'A7:D7 Ada\t\t\t1,50 €',
      'A8:D8 Ada\t\t\t1,50 €',
      'A9:A9 x',
      'A9:A9 Check',
    ]);
    expect(blocks[0]?.header).toBe(true);
    expect(pages).toMatchObject([{ label: 'Kosten' }]);
    expect(partial).toBeNull();
    await survivesDamage('ods', bytes);
  });

  test('what repeats without end is cut', async () => {
    const wide = `<table:table-cell table:number-columns-repeated="16384">${p('xyz')}</table:table-cell>`;
    const { text, partial } = await read('ods', sheet('S', row(wide, 1_048_576)), 100_000);
    expect(text.length).toBe(100_000);
    expect(partial?.code).toBe('FILE_TEXT_CUT');
    const tall = await read('ods', sheet('S', row(cell('x'), 1_048_576)));
    expect(tall.blocks).toHaveLength(200_000);
    expect(tall.partial?.code).toBe('FILE_ROWS_CUT');
  });

  test('a sheet that is cut leaves the next one whole', async () => {
    const table = (name: string, rows: string): string =>
      `<table:table table:name="${name}">${rows}</table:table>`;
    const body =
      table('Long', row(cell('x'), 200_001) + row(cell('late'))) + table('Next', row(cell('kept')));
    const { text, pages, partial } = await read('ods', writeOdf({ type: 'spreadsheet', body }));
    expect(pages!.map(({ start, end }) => text.slice(start, end).split('\n').length)).toEqual([
      200_000, 1,
    ]);
    expect(text).not.toContain('late');
    expect(text.endsWith('kept')).toBe(true);
    expect(partial).toEqual({ code: 'FILE_ROWS_CUT', params: { kept: 200_000 } });
  });
});
