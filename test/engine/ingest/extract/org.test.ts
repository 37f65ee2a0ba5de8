import { expect, test } from 'vitest';
import { chunkDocument } from '../../../../src/engine/ingest/chunk/chunk.ts';
import { sniffFormat } from '../../../../src/engine/ingest/extract/sniff/sniff.ts';
import { bytesOf, outlineOf, read } from '../../../support/extracting.ts';

const notes = `#+TITLE: Tea notes
#+AUTHOR: A

* TODO [#A] Kinds of [[https://x.org][tea]] :tea:drink:
:PROPERTIES:
:ID: 5
:END:
Some words
go on.
# a comment
- green
  and white
  - black
** Prices
| Kind  | Price |
|-------+-------|
| green |     4 |

#+BEGIN_SRC python
* not a heading
x = 1

y = 2
#+END_SRC
#+begin_quote
Drink.
#+end_quote
: fixed
`;

test('headlines, lists, tables, source and quotes over the raw text', async () => {
  const extracted = await read('org', notes);
  expect(extracted.text).toBe(notes);
  expect(outlineOf(extracted)).toEqual([
    'heading1: * TODO [#A] Kinds of [[https://x.org][tea]] :tea:drink:',
    'paragraph: Some words\ngo on.',
    'list-item0: - green\n  and white',
    'list-item1:   - black',
    'heading2: ** Prices',
    'table-row: | Kind  | Price |',
    'table-row: | green |     4 |',
    'code: * not a heading\nx = 1\n\ny = 2',
    'quote: Drink.',
    'code: : fixed',
  ]);
  expect(extracted.blocks.map(({ header }) => header ?? false).indexOf(true)).toBe(5);
  expect(extracted).toMatchObject({ title: 'Tea notes', hasLines: true, pages: null });
});

test('headings stand above chunks in words', async () => {
  const [chunk] = chunkDocument(await read('org', notes));
  expect(chunk?.headingPath[0]).toBe('Kinds of tea');
  expect((await read('org', '* First\nwords')).title).toBe('First');
});

test('broken and hostile files', async () => {
  for (let end = 0; end < notes.length; end += 7) await read('org', notes.slice(0, end));
  for (const line of ['* x\n', '#+begin_src\n', '| a |\n|-\n', ' - x\n', '*', '| ', '|', ' ']) {
    const start = performance.now();
    await read('org', line.repeat((line.length > 2 ? 1_000_000 : 10_000_000) / line.length));
    expect(performance.now() - start).toBeLessThan(5000);
  }
});

test('it is known by its name or its first keyword', () => {
  expect(sniffFormat(bytesOf(notes), 'x.txt')).toBe('org');
  expect(sniffFormat(bytesOf('words'), 'x.org')).toBe('org');
});
