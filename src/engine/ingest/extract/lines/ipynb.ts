// Jupyter notebooks: text cells as a person reads them, code as it stands, what it printed as
// quotes. Pictures and other data among the outputs are left out.
import { LorekeepError } from '../../../../shared/errors.ts';
import { plainText } from '../../../text/strip-markdown.ts';
import { decodeText } from '../decode.ts';
import type { Extracted, ExtractInput } from '../extracted.ts';
import { joinPieces, type Piece } from '../flat-text.ts';
import { scanMarkdown } from '../markdown/markdown-blocks.ts';

/** An output is cut behind so many UTF-16 units: a log says little more. */
const maxOutput = 20_000;

export function extractNotebook(input: Pick<ExtractInput, 'bytes' | 'maxTextLength'>): Extracted {
  const content = decodeText(input.bytes);
  const notebook = parse(content);
  const { text, blocks } = joinPieces(piecesOf(notebook), input.maxTextLength);
  const first = blocks.find((block) => block.kind === 'heading' && block.level === 1);
  const stated = stringOf(recordOf(notebook['metadata'])['title']).trim();
  return {
    format: 'ipynb',
    text,
    title: stated || (first ? text.slice(first.start, first.end) : null),
    blocks,
    pages: null,
    hasLines: false,
    partial: null,
  };
}

type Json = Readonly<Record<string, unknown>>;

function parse(content: string): Json {
  if (content.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(content);
    if (isRecord(value) && (Array.isArray(value['cells']) || Array.isArray(value['worksheets']))) {
      return value;
    }
  } catch (error) {
    throw new LorekeepError('FILE_DAMAGED', {}, error);
  }
  throw new LorekeepError('FILE_DAMAGED');
}

function* piecesOf(notebook: Json): Generator<Piece> {
  // Before format 4, cells were kept in worksheets.
  const sheets = listOf(notebook['worksheets']).flatMap((sheet) => listOf(sheet['cells']));
  let number = 0;
  for (const cell of [...listOf(notebook['cells']), ...sheets]) {
    const label = `cell ${++number}`;
    for (const piece of cellPieces(cell)) yield { ...piece, span: [label, label] };
  }
}

function* cellPieces(cell: Json): Generator<Piece> {
  const source = textOf(cell['source'] ?? cell['input']);
  switch (cell['cell_type']) {
    case 'markdown':
      yield* markdownPieces(source);
      break;
    case 'heading': {
      const level = Number(cell['level']);
      yield {
        kind: 'heading',
        level: level >= 1 && level <= 6 ? level : 1,
        text: plainText(source),
      };
      break;
    }
    case 'code':
      if (source.trim() !== '') yield { kind: 'code', text: trimLines(source) };
      for (const output of listOf(cell['outputs'])) {
        const text = trimLines(outputText(output).slice(0, maxOutput));
        if (text !== '') yield { kind: 'quote', text };
      }
      break;
    default:
      if (source.trim() !== '') yield { kind: 'paragraph', text: source.trim() };
  }
}

/** Each block of a text cell, without its signs. */
function* markdownPieces(source: string): Generator<Piece> {
  for (const { kind, level, start, end } of scanMarkdown(source, 0)) {
    const raw = source.slice(start, end);
    const base = level === undefined ? { kind } : { kind, level };
    if (kind === 'code') yield { kind, text: trimLines(withoutFence(raw)) };
    else if (kind === 'table-row') yield { kind, text: cellsOf(raw), group: 2 };
    else if (kind === 'list-item') yield { ...base, text: plainText(raw), group: 1 };
    else yield { ...base, text: plainText(raw) };
  }
}

function withoutFence(raw: string): string {
  const fence = /^(`{3,}|~{3,})[^\n]*\n?/.exec(raw);
  if (!fence) return raw;
  const body = raw.slice(fence[0].length);
  return body.replace(/(?:^|\n)[ \t]*(?:`{3,}|~{3,})[ \t]*$/, '');
}

function cellsOf(row: string): string {
  // The line of dashes below a head belongs to its block.
  const inner = row.split('\n', 1)[0]!.trim().replace(/^\|/, '').replace(/\|$/, '');
  return inner
    .split(/(?<!\\)\|/)
    .map((cell) => plainText(cell))
    .join('\t');
}

const colours = new RegExp(`${String.fromCharCode(27)}\\[[\\d;?]{0,20}[A-Za-z]`, 'g');

/** What an output shows as text; failures as a person names them. */
function outputText(output: Json): string {
  if (output['output_type'] === 'error' || output['output_type'] === 'pyerr') {
    return `${stringOf(output['ename'])}: ${stringOf(output['evalue'])}`.replace(/^: |: $/g, '');
  }
  const data = recordOf(output['data']);
  const text = textOf(output['text'] ?? data['text/markdown'] ?? data['text/plain']);
  // Colours and progress bars are written for terminals.
  return text
    .replace(colours, '')
    .split('\n')
    .map((line) => line.trimEnd())
    .map((line) => line.slice(line.lastIndexOf('\r') + 1))
    .join('\n');
}

/** Text is kept as one string or as a list of lines. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(stringOf).join('');
  return stringOf(value);
}

function trimLines(text: string): string {
  return text.replace(/^(?:[ \t]*\n)+/, '').trimEnd();
}

function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function recordOf(value: unknown): Json {
  return isRecord(value) ? value : {};
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
