// A conversation as a page of its own: words of answers and documents stand in it as text, and the
// page may load and run nothing.
import type { Turn } from '../../../shared/contract/conversations.ts';
import type { DataTable } from '../../../shared/data-table.ts';
import { exportTexts } from '../../../shared/texts/en-export.ts';
import { type ExportedTurn, exportedTurn } from './exported-turn.ts';

const style = `:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:44rem;padding:0 1rem;overflow-wrap:anywhere}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}section{break-inside:avoid}
p,pre,h2{white-space:pre-wrap}table{border-collapse:collapse}th,td{border:1px solid #8888;padding:.2rem .5rem;text-align:start}
.note{font-style:italic}.note,ul{font-size:.9rem;opacity:.8}ul{list-style:none;padding:0}li{margin:.5rem 0}`;

/** @param turns oldest first */
export function conversationAsHtml(title: string, turns: readonly Turn[]): string {
  const parts = turns.map((turn) => turnPart(exportedTurn(turn)));
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body dir="auto">
<h1>${escaped(title)}</h1>
${parts.join('\n')}
</body>
</html>
`;
}

function turnPart({ question, text, data, notes, sources }: ExportedTurn): string {
  const small = notes.map((note) => `<p class="note">${escaped(note)}</p>`).join('');
  const lines = sources.map(
    ({ n, quote, place }) => `<li>[${n}] <q>${escaped(quote)}</q><br>${escaped(place)}</li>`,
  );
  const list =
    lines.length > 0 ? `<p class="note">${exportTexts.sources}:</p><ul>${lines.join('')}</ul>` : '';
  const shown = data ? dataPart(data) : paragraphs(text);
  return `<section dir="auto"><h2>${escaped(question)}</h2>${shown}${small}${list}</section>`;
}

function dataPart({ table, json, numbers }: NonNullable<ExportedTurn['data']>): string {
  const shown = table ? tablePart(table) : `<pre>${escaped(json)}</pre>`;
  return numbers === '' ? shown : `${shown}<p>${escaped(numbers)}</p>`;
}

function tablePart({ columns, rows }: DataTable): string {
  const line = (cells: readonly string[], name: 'th' | 'td') =>
    `<tr>${cells.map((cell) => `<${name}>${escaped(cell)}</${name}>`).join('')}</tr>`;
  return `<table>${line(columns, 'th')}${rows.map((row) => line(row, 'td')).join('')}</table>`;
}

function paragraphs(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((part) => `<p>${escaped(part)}</p>`)
    .join('');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
