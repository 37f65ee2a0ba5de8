import { describe, expect, test } from 'vitest';
import { writePdf } from '../../../support/pdf.ts';
import { extract } from '../../../../src/engine/ingest/extract/extract.ts';
import { outlineOf, pdfjsFolder, read } from '../../../support/extracting.ts';

const sentence =
  'This sentence goes on until the line of the page is as good as full of its words.';

describe('text of PDFs', () => {
  test('lines become paragraphs, pages ranges', async () => {
    const extracted = await read(
      'pdf',
      writePdf({
        pages: [
          [sentence, 'and ends.', { text: 'A new paragraph after a gap.', y: 700 }],
          ['The second page.'],
        ],
      }),
    );
    expect(outlineOf(extracted)).toEqual([
      `paragraph: ${sentence} and ends.`,
      'paragraph: A new paragraph after a gap.',
      'paragraph: The second page.',
    ]);
    const { text, pages } = extracted;
    expect(pages?.map(({ number, start, end }) => [number, text.slice(start, end)])).toEqual([
      [1, `${sentence} and ends.\n\nA new paragraph after a gap.`],
      [2, 'The second page.'],
    ]);
    expect(extracted).toMatchObject({ hasLines: false, partial: null });
  });

  test('hyphens at line ends go where they were a break, and stay where they are the word’s', async () => {
    const extracted = await read(
      'pdf',
      writePdf({
        pages: [
          [
            'A well-known thing happens here at the end of lines that are too short for a long defi-',
            'nition, and another one for what is not so well-',
            'known, it seems, by those who were asked about such things in their own everyday work.',
          ],
        ],
      }),
    );
    expect(extracted.text).toContain('a long definition, and');
    expect(extracted.text).toContain('not so well-known, it');
  });

  test('lines that ended on purpose stay lines', async () => {
    const page = [
      sentence,
      { text: 'Ada Lovelace', y: 700 },
      { text: '12 Long Street', y: 686 },
      { text: `London ${sentence}`, y: 672 },
    ];
    const extracted = await read('pdf', writePdf({ pages: [page] }));
    expect(extracted.text).toContain('Ada Lovelace\n12 Long Street\nLondon');
  });

  test('rows of a table stay lines, list signs far from their words make none', async () => {
    const row = (cells: readonly string[], i: number) =>
      cells.map((text, column) => ({ text, x: 60 + column * 150, y: 700 - i * 14 }));
    const table = [
      ['Name', 'Kind', 'Count of all'],
      ['Heron', 'wader', '12 in the reeds'],
      ['Ibis', 'wader', '7 in the mud'],
    ].flatMap(row);
    const item = [
      { text: '1.', x: 60, y: 500 },
      {
        text: 'An item of a list that goes on for as long as the line of it can be,',
        x: 100,
        y: 500,
      },
      { text: 'and on the next one.', x: 100, y: 486 },
    ];
    const { text } = await read('pdf', writePdf({ pages: [[...table, ...item]] }));
    expect(text).toBe(
      'Name Kind Count of all\nHeron wader 12 in the reeds\nIbis wader 7 in the mud\n\n' +
        '1. An item of a list that goes on for as long as the line of it can be, and on the next one.',
    );
  });

  test('columns that were drawn row by row are read one after the other', async () => {
    const left =
      'These are the words of the left column and nothing else but its own words. '.repeat(4);
    const right =
      'Quite another matter is told by the right one of both, which nobody mixes up. '.repeat(4);
    const wrapped = (text: string) => text.match(/.{1,36}(?: |$)/g)!.map((line) => line.trim());
    const [a, b] = [wrapped(left), wrapped(right)];
    const rows = a.flatMap((line, i) => [
      { text: line, x: 60, y: 700 - i * 14 },
      { text: b[i] ?? '', x: 320, y: 700 - i * 14 },
    ]);
    const heading = {
      text: 'A title across the whole of the page, above both of its columns',
      y: 740,
    };
    const { text } = await read('pdf', writePdf({ pages: [[heading, ...rows]] }));
    const words = text.replace(/\s+/g, ' ');
    expect(words).toContain(left.trim().slice(0, 120));
    expect(words).toContain(right.trim().slice(0, 120));
    expect(words.indexOf('A title')).toBe(0);
  });

  test('a table stays rows', async () => {
    const rows = [
      'Annual leave',
      'Sick leave',
      'Study leave',
      'Moving house',
      'A wedding',
      'Voting',
      'Jury duty',
    ];
    const lines = rows.flatMap((name, i) => [
      { text: name, x: 60, y: 700 - i * 14 },
      { text: `${i + 1} days of every year`, x: 320, y: 700 - i * 14 },
    ]);
    const { text } = await read('pdf', writePdf({ pages: [lines] }));
    for (const [i, name] of rows.entries()) expect(text).toContain(`${name} ${i + 1} days`);
  });

  test('notes and text boxes count, after what the page says itself', async () => {
    const notes = [
      'Checked by the works council.',
      'Checked by the works council.',
      'See also: travel.',
    ];
    const { text } = await read('pdf', writePdf({ pages: [['The rule.'], ['More.']], notes }));
    expect(text).toBe('The rule.\n\nChecked by the works council.\n\nSee also: travel.\n\nMore.');
  });

  test('list signs begin items', async () => {
    const page = ['What to bring:', '- a lamp', '- a rope that is long', '1. First'];
    const blocks = outlineOf(await read('pdf', writePdf({ pages: [page] })));
    expect(blocks.slice(1, 3)).toEqual([
      'list-item0: - a lamp',
      'list-item0: - a rope that is long',
    ]);
  });
});

describe('headings and titles of PDFs', () => {
  const body = [sentence, sentence, sentence];

  test('larger lines are headings, by size', async () => {
    const extracted = await read(
      'pdf',
      writePdf({
        pages: [
          [
            { text: 'The Guide', size: 24, y: 780 },
            { text: 'Getting in', size: 15, y: 740 },
            ...body.map((text, i) => ({ text, y: 710 - i * 14 })),
            { text: 'Getting out', size: 15, y: 640 },
            ...body.map((text, i) => ({ text, y: 610 - i * 14 })),
          ],
        ],
      }),
    );
    expect(outlineOf(extracted).filter((line) => line.startsWith('heading'))).toEqual([
      'heading1: The Guide',
      'heading2: Getting in',
      'heading2: Getting out',
    ]);
    expect(extracted.title).toBe('The Guide');
  });

  test('the outline names headings whatever their size', async () => {
    const extracted = await read(
      'pdf',
      writePdf({
        pages: [
          [
            { text: 'Scope', y: 780 },
            { text: sentence, y: 750 },
          ],
          [
            { text: '2. Terms', y: 780 },
            { text: sentence, y: 750 },
          ],
        ],
        outline: ['Scope', 'Terms'],
      }),
    );
    expect(outlineOf(extracted).filter((line) => line.startsWith('heading'))).toEqual([
      'heading1: Scope',
      'heading1: 2. Terms',
    ]);
  });

  test('running heads are no headings', async () => {
    const pages = [1, 2, 3, 4].map(() => [
      { text: 'Annual Report', size: 16, y: 800 },
      ...body.map((text, i) => ({ text, y: 700 - i * 14 })),
    ]);
    const blocks = outlineOf(await read('pdf', writePdf({ pages })));
    expect(blocks.filter((line) => line.startsWith('heading'))).toEqual([]);
  });

  test('of running heads and feet the first is text, the others repeat it', async () => {
    const page = (number: number) => [
      { text: `Heron annual report ${2000 + number}`, y: 60 },
      { text: number % 2 ? 'Heron Ltd' : 'All rights', y: 810 },
      { text: `Page number ${number} has ${number * 7} birds`, y: 700 },
      { text: `${number * 13} ${number * 17}`, y: 120 },
      { text: `Page ${number} of 10`, y: 40 },
    ];
    const ten = Array.from({ length: 10 }, (_, i) => page(i + 1));
    const { text, blocks } = await read('pdf', writePdf({ pages: ten }));
    const repeated = blocks.filter(({ boilerplate }) => boilerplate);
    const words = repeated.map(({ start, end }) => text.slice(start, end));
    expect(words.filter((line) => line === 'Heron Ltd')).toHaveLength(4);
    expect(words.filter((line) => line === 'All rights')).toHaveLength(4);
    expect(words.filter((line) => line.includes('Page 7 of 10'))).toHaveLength(1);
    expect(words.join(' ')).not.toContain('Page 1 of 10');
    expect(words.join(' ')).not.toContain('birds');
    // Numbers that do not count the pages are data.
    expect(words.filter((line) => /^\d+ \d+$/.test(line))).toEqual([]);
    expect(text.match(/Heron annual report/g)).toHaveLength(10);
    const two = await read('pdf', writePdf({ pages: ten.slice(0, 2) }));
    expect(two.blocks.filter(({ boilerplate }) => boilerplate)).toEqual([]);
    const numbers = await read('pdf', writePdf({ pages: [['1'], ['2'], ['3']] }));
    expect(numbers.blocks.filter(({ boilerplate }) => boilerplate)).toEqual([]);
  });

  test('a stated title counts if it looks like one', async () => {
    const titleOf = async (title: string): Promise<string | null> =>
      (await read('pdf', writePdf({ pages: [['x']], title }))).title;
    expect(await titleOf('Annual report 2025')).toBe('Annual report 2025');
    for (const leftover of [
      'report_final_v2.docx',
      'Microsoft Word - a.doc',
      'untitled',
      '12',
      'C:\\a',
    ]) {
      expect(await titleOf(leftover)).toBeNull();
    }
  });
});

describe('PDFs with less than all text', () => {
  test('pages without text among others are counted', async () => {
    const extracted = await read('pdf', writePdf({ pages: [['One'], [], ['Three'], []] }));
    expect(extracted.partial).toEqual({
      code: 'FILE_PARTLY_TEXT',
      params: { missing: 2, pages: 4 },
    });
    expect(extracted.text).toBe('One\n\nThree');
    expect(extracted.pages).toHaveLength(4);
  });

  test('a page that fails letter by letter too is not waited for any more', async () => {
    const bytes = writePdf({ pages: [['One'], [], []] });
    let asked = 0;
    const extracted = await extract('pdf', {
      bytes,
      maxTextLength: 1000,
      pdfjsFolder,
      async recognise() {
        if (++asked === 1) throw new Error('a picture that cannot be drawn');
        return { paragraphs: ['Three'], confidence: 90 };
      },
    });
    expect(extracted.partial).toEqual({
      code: 'FILE_PARTLY_LETTERS',
      params: { missing: 1, pages: 3 },
    });
    expect(extracted.text).toBe('One\n\nThree');
  });

  test('a scan has no text, and that is no error', async () => {
    const extracted = await read('pdf', writePdf({ pages: [[], []] }));
    expect(extracted).toMatchObject({ text: '', blocks: [], partial: null });
  });

  test('reading stops at the limit', async () => {
    const pages = Array.from({ length: 50 }, (_, i) => [`Page ${i + 1} ${sentence}`]);
    const extracted = await read('pdf', writePdf({ pages }), 200);
    expect(extracted.text).toHaveLength(200);
    expect(extracted.partial).toEqual({ code: 'FILE_TEXT_CUT', params: { kept: 200 } });
    expect(extracted.pages!.length).toBeLessThan(5);
  });
});

describe('PDFs that cannot be read', () => {
  const whole = writePdf({ pages: [['Hello there']], title: 'T' });

  test('locked by a password', async () => {
    const locked = writePdf({ pages: [['Secret']], password: 'open sesame' });
    await expect(read('pdf', locked)).rejects.toMatchObject({ code: 'FILE_LOCKED' });
    // The lock is sound: with the empty password that readers try first, the same file opens.
    const open = writePdf({ pages: [['Secret']], password: '' });
    expect((await read('pdf', open)).text).toBe('Secret');
  });

  test('damaged: text or a coded error, never anything else', async () => {
    const codes = new Set<string>();
    for (let cut = 0; cut < whole.length; cut += 97) {
      const damaged = Buffer.from(whole);
      damaged.fill(0x20, cut, cut + 60);
      for (const bytes of [whole.subarray(0, cut), damaged]) {
        const outcome = await read('pdf', bytes).then(
          () => 'read',
          (error: { code?: string }) => String(error.code),
        );
        codes.add(outcome);
      }
    }
    expect([...codes].every((code) => code === 'read' || code === 'FILE_DAMAGED')).toBe(true);
    expect(codes).toContain('FILE_DAMAGED');
  });

  test('the bytes given stay usable', async () => {
    const bytes = Uint8Array.from(whole);
    await read('pdf', bytes);
    expect(bytes).toHaveLength(whole.length);
  });
});
