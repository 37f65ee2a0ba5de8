import { expect, test } from 'vitest';
import { chunkDocument } from '../../../../src/engine/ingest/chunk/chunk.ts';
import { sniffFormat } from '../../../../src/engine/ingest/extract/sniff/sniff.ts';
import { bytesOf, outlineOf, read } from '../../../support/extracting.ts';

const page = `.. _start:

=========
Tea notes
=========

Some words
go on::

    literal

    more

Kinds of *tea*
--------------
* green
  and white
* black

1. one

.. note:: Mind
   the heat.

   Twice.

.. image:: x.png
   :alt: none of it

.. code-block:: py
   :linenos:

   x = 1

.. A comment
   of two lines.

Prices
~~~~~~

+-------+-------+
| Kind  | Price |
+=======+=======+
| green | 4     |
+-------+-------+

Kinds again
-----------
Last.

    Quoted.
`;

test('titles, lists, tables, notes and literal blocks over the raw text', async () => {
  const extracted = await read('rst', page);
  expect(extracted.text).toBe(page);
  expect(outlineOf(extracted)).toEqual([
    'heading1: =========\nTea notes\n=========',
    'paragraph: Some words\ngo on::',
    'code:     literal\n\n    more',
    'heading2: Kinds of *tea*\n--------------',
    'list-item0: * green\n  and white',
    'list-item0: * black',
    'list-item0: 1. one',
    'paragraph: Mind\n   the heat.',
    'paragraph:    Twice.',
    'code:    x = 1',
    'heading3: Prices\n~~~~~~',
    'table-row: | Kind  | Price |',
    'table-row: | green | 4     |',
    'heading2: Kinds again\n-----------',
    'paragraph: Last.',
    'quote:     Quoted.',
  ]);
  expect(extracted.blocks.filter(({ header }) => header)).toHaveLength(1);
  expect(extracted).toMatchObject({ title: 'Tea notes', hasLines: true, pages: null });
});

test('headings stand above chunks in words', async () => {
  const short = 'Title\n=====\n\nUse ``tea``\n-----------\n\nWords.';
  const chunks = chunkDocument(await read('rst', short), { minLength: 0 });
  expect(chunks.at(-1)?.headingPath).toEqual(['Title', 'Use tea']);
});

test('a line of signs below prose is no heading', async () => {
  expect(outlineOf(await read('rst', 'A line\nand another\n--\n\nWords.\n\n----\n\nEnd.'))).toEqual(
    ['paragraph: A line\nand another\n--', 'paragraph: Words.', 'paragraph: End.'],
  );
});

test('broken and hostile files', async () => {
  for (let end = 0; end < page.length; end += 7) await read('rst', page.slice(0, end));
  for (const line of [
    'a\n-\n\n',
    '====\na\n====\n',
    '.. x::\n',
    '| a |\n',
    '*',
    '= ',
    '+-',
    '..',
    '`',
  ]) {
    const start = performance.now();
    await read('rst', line.repeat((line.length > 2 ? 1_000_000 : 10_000_000) / line.length));
    expect(performance.now() - start).toBeLessThan(5000);
  }
});

test('it is known by its name', () => {
  expect(sniffFormat(bytesOf('words'), 'x.rst')).toBe('rst');
});
