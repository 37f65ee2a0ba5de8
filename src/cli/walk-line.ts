// How far a question about whole documents came, as a line: while it goes, and below its answer.
import type { Walk } from '../shared/contract/answer.ts';
import { count } from './print.ts';

/** Shown on a terminal in place of the line before; '' takes it away. */
export function showWalk(walk: Walk | null): void {
  if (!process.stderr.isTTY) return;
  const line = walk ? `Reading documents: ${numbers(walk)}` : '';
  process.stderr.write(`\r\u001b[2K${line}`);
}

export function walkLine(walk: Walk): string {
  if (walk.read < walk.matching) {
    return `It read ${numbers(walk)} documents that match: what it says is not the whole.`;
  }
  return `${count(walk.matching, 'matching document', 'matching documents')} read.`;
}

function numbers({ read, matching }: Walk): string {
  return `${read.toLocaleString('en')} of ${matching.toLocaleString('en')}`;
}
