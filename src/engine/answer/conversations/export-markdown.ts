// A conversation as Markdown. Words of answers and documents are inert in it, as some other program
// will show them.
import type { Turn } from '../../../shared/contract/conversations.ts';
import type { DataTable } from '../../../shared/data-table.ts';
import { exportTexts } from '../../../shared/texts/en-export.ts';
import { inertMarkdown, plainLine } from '../inert-markdown.ts';
import { type ExportedTurn, exportedTurn } from './exported-turn.ts';

/** @param turns oldest first */
export function conversationAsMarkdown(title: string, turns: readonly Turn[]): string {
  const parts = turns.map((turn) => turnPart(exportedTurn(turn)));
  return `${[`# ${plainLine(title)}`, ...parts].join('\n\n')}\n`;
}

function turnPart({ question, text, data, notes, sources }: ExportedTurn): string {
  const parts = [
    `## ${plainLine(question)}`,
    data ? dataPart(data) : inertMarkdown(text),
    ...notes.map((note) => `*${plainLine(note)}*`),
  ];
  if (sources.length > 0) {
    const lines = sources.map(
      ({ n, quote, place }) => `- \\[${n}\\] “${plainLine(quote)}” — ${plainLine(place)}`,
    );
    parts.push(`${exportTexts.sources}:`, lines.join('\n'));
  }
  return parts.filter((part) => part !== '').join('\n\n');
}

function dataPart({ table, json, numbers }: NonNullable<ExportedTurn['data']>): string {
  // JSON has no line that begins with a fence.
  const shown = table ? tablePart(table) : `\`\`\`\n${json}\n\`\`\``;
  return numbers === '' ? shown : `${shown}\n\n${plainLine(numbers)}`;
}

function tablePart({ columns, rows }: DataTable): string {
  const line = (cells: readonly string[]) => `| ${cells.map(plainLine).join(' | ')} |`;
  const rule = `|${' --- |'.repeat(columns.length)}`;
  return [line(columns), rule, ...rows.map(line)].join('\n');
}
