import { describe, expect, test } from 'vitest';
import { sniffFormat } from '../../../../src/engine/ingest/extract/sniff/sniff.ts';
import { bytesOf, outlineOf, read } from '../../../support/extracting.ts';

function notebook(cells: readonly object[], more: object = {}): string {
  return JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5, ...more });
}

const markdown = [
  '# Tea *prices*\n',
  '\n',
  'See [the list](x.csv).\n',
  '\n',
  '- green\n',
  '- black\n',
  '\n',
  '| Kind | Price |\n',
  '|---|---|\n',
  '| green | 4 |\n',
  '\n',
  '```py\n',
  'x = 1\n',
  '```\n',
];

describe('notebooks', () => {
  test('text cells without signs, code as it stands, outputs as quotes', async () => {
    const extracted = await read(
      'ipynb',
      notebook([
        { cell_type: 'markdown', source: markdown },
        {
          cell_type: 'code',
          source: 'prices = load()\n\n# half\nprices / 2\n',
          outputs: [
            { output_type: 'stream', text: ['10%\r100%\n', '\u001b[31mdone\u001b[0m\n'] },
            { output_type: 'execute_result', data: { 'text/plain': '2.0', 'image/png': 'iVBOR' } },
            { output_type: 'error', ename: 'KeyError', evalue: "'oolong'", traceback: ['…'] },
          ],
        },
        { cell_type: 'code', source: '', outputs: [] },
        { cell_type: 'raw', source: 'As it is.' },
      ]),
    );
    expect(outlineOf(extracted)).toEqual([
      'heading1: Tea prices',
      'paragraph: See the list.',
      'list-item0: green',
      'list-item0: black',
      'table-row: Kind\tPrice',
      'table-row: green\t4',
      'code: x = 1',
      'code: prices = load()\n\n# half\nprices / 2',
      'quote: 100%\ndone',
      'quote: 2.0',
      "quote: KeyError: 'oolong'",
      'paragraph: As it is.',
    ]);
    expect(extracted.blocks[0]?.span).toEqual(['cell 1', 'cell 1']);
    expect(extracted.blocks.at(-1)?.span).toEqual(['cell 4', 'cell 4']);
    expect(extracted).toMatchObject({ title: 'Tea prices', hasLines: false, pages: null });
  });

  test('a stated title wins', async () => {
    const cells = [{ cell_type: 'markdown', source: '# Heading' }];
    expect((await read('ipynb', notebook(cells, { metadata: { title: 'Stated' } }))).title).toBe(
      'Stated',
    );
  });

  test('format 3 keeps its cells in worksheets', async () => {
    const cells = [
      { cell_type: 'heading', level: 2, source: ['Old'] },
      { cell_type: 'code', input: ['print 1'], outputs: [{ output_type: 'stream', text: '1' }] },
    ];
    const old = JSON.stringify({ nbformat: 3, worksheets: [{ cells }] });
    expect(outlineOf(await read('ipynb', old))).toEqual([
      'heading2: Old',
      'code: print 1',
      'quote: 1',
    ]);
  });
});

test('empty notebooks are empty, broken ones damaged', async () => {
  expect(await read('ipynb', '')).toMatchObject({ text: '', blocks: [] });
  expect(await read('ipynb', notebook([]))).toMatchObject({ text: '', blocks: [] });
  const whole = notebook([{ cell_type: 'markdown', source: 'Words.' }]);
  for (const broken of [whole.slice(0, -5), '{}', '[]', 'null', 'words', '{"cells": 1}']) {
    await expect(read('ipynb', broken)).rejects.toMatchObject({ code: 'FILE_DAMAGED' });
  }
});

test('cells that are not what they should be do no harm', async () => {
  const cells = [null, 1, [], {}, { cell_type: 'code', source: 5, outputs: 'x' }] as object[];
  const outputs = [{ output_type: 'stream', text: { a: 1 } }, { data: [] }, null];
  const text = notebook([...cells, { cell_type: 'code', source: [1, 'ok'], outputs }]);
  expect((await read('ipynb', text)).text).toBe('ok');
});

test('long outputs are cut', async () => {
  const outputs = [{ output_type: 'stream', text: 'word '.repeat(100_000) }];
  const { text } = await read('ipynb', notebook([{ cell_type: 'code', source: 'x', outputs }]));
  expect(text.length).toBeLessThan(21_000);
});

test('a notebook is known by its keys', () => {
  const bytes = bytesOf(notebook([{ cell_type: 'markdown', source: 'x'.repeat(100_000) }]));
  expect(sniffFormat(bytes, 'x.json')).toBe('ipynb');
  expect(sniffFormat(bytes, 'x')).toBe('ipynb');
  expect(sniffFormat(bytesOf('{"cells": []}'), 'x.json')).toBe('data');
  expect(sniffFormat(bytesOf('{}'), 'x.ipynb')).toBe('ipynb');
});
