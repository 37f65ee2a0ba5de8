import { expect, test } from 'vitest';
import { chunkDocument } from '../../../../src/engine/ingest/chunk/chunk.ts';
import { sniffFormat } from '../../../../src/engine/ingest/extract/sniff/sniff.ts';
import { bytesOf, outlineOf, read } from '../../../support/extracting.ts';

const paper = String.raw`% A paper.
\documentclass[11pt]{article}
\title{On \emph{Tea} \& Gr\"o\ss e}
\begin{document}
\maketitle
\section{Methods \label{sec:m}}
We took tea.
% not said
It was \textbf{hot}.

\begin{itemize}
  \item green
    and white
  \begin{enumerate}
    \item black
  \end{enumerate}
\end{itemize}
\subsection*{A {\it long}
title}\label{x}
\begin{quote}
Drink.
\end{quote}
\begin{tabular}{ll}
\hline
Kind & Price \\
green & 4 \\
\end{tabular}
\begin{verbatim}
\section{no heading}
% no comment
\end{verbatim}
\end{document}
Behind the end.
`;

test('sections, paragraphs, items, tables and listings over the raw text', async () => {
  const extracted = await read('latex', paper);
  expect(extracted.text).toBe(paper);
  expect(outlineOf(extracted).map((line) => line.replace(/\s+/g, ' '))).toEqual([
    String.raw`heading2: \section{Methods \label{sec:m}}`,
    'paragraph: We took tea.',
    String.raw`paragraph: It was \textbf{hot}.`,
    String.raw`list-item0: \item green and white`,
    String.raw`list-item1: \item black`,
    String.raw`heading3: \subsection*{A {\it long} title}`,
    'quote: Drink.',
    String.raw`table-row: Kind & Price \\`,
    String.raw`table-row: green & 4 \\`,
    String.raw`code: \section{no heading} % no comment`,
  ]);
  expect(extracted).toMatchObject({ title: 'On Tea & Größe', hasLines: true, pages: null });
});

test('headings stand above chunks without their commands', async () => {
  const paths = chunkDocument(await read('latex', paper)).map(({ headingPath }) => headingPath);
  expect(paths.at(-1)).toEqual(['Methods', 'A long title']);
});

test('a part of a work has no preamble', async () => {
  expect(outlineOf(await read('latex', 'Words.\n\\section{S}\nMore.'))).toEqual([
    'paragraph: Words.',
    'heading2: \\section{S}',
    'paragraph: More.',
  ]);
});

test('broken and hostile files', async () => {
  for (let end = 0; end < paper.length; end += 11) await read('latex', paper.slice(0, end));
  for (const source of [
    '\\section{'.repeat(500_000),
    '\\section{\n'.repeat(100_000),
    '\\a'.repeat(3_000_000),
    '\\begin{a}\n'.repeat(100_000),
    '{'.repeat(5_000_000),
    `\\title{${'{'.repeat(1_000_000)}`,
  ]) {
    const start = performance.now();
    await read('latex', source);
    expect(performance.now() - start).toBeLessThan(5000);
  }
});

test('it is known by its name or its first command', () => {
  expect(sniffFormat(bytesOf(paper), 'x.txt')).toBe('latex');
  expect(sniffFormat(bytesOf('words'), 'x.tex')).toBe('latex');
  const start = performance.now();
  expect(sniffFormat(bytesOf('\n % \n'.repeat(10_000)), 'x.txt')).toBe('text');
  expect(performance.now() - start).toBeLessThan(1000);
});
