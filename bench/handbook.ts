// Speed and memory on a real folder of some hundred files.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lorekeep } from './measure.ts';
import { figure, heading } from './report.ts';

const rounds = 3;
const batchQueries = 1000;

interface Summary {
  extracted: number;
  scanned: number;
}

export async function benchHandbook(corpora: string): Promise<void> {
  const folder = join(corpora, 'handbook');
  const dataDir = mkdtempSync(join(tmpdir(), 'lorekeep-bench-'));
  try {
    heading('Indexing the handbook (whole command, median of 3)');
    const first = [];
    for (let i = 0; i < rounds; i++) {
      rmSync(dataDir, { recursive: true, force: true });
      first.push(await lorekeep('index', folder, '--data', dataDir, '--json'));
    }
    const summary = JSON.parse(first[0]!.stdout) as Summary;
    figure('files', summary.scanned, '');
    figure('first run', median(first.map(({ seconds }) => seconds)), 's', 10);
    figure(
      'peak memory of all processes',
      Math.max(...first.map(({ peakMB }) => peakMB)),
      'MB',
      600,
    );
    const second = [];
    for (let i = 0; i < rounds; i++) {
      second.push(await lorekeep('index', folder, '--data', dataDir, '--json'));
    }
    figure('second run', median(second.map(({ seconds }) => seconds)), 's', 1.5);
    figure('files read by it', (JSON.parse(second[0]!.stdout) as Summary).extracted, '', 0);
    await benchSearch(corpora, dataDir);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function benchSearch(corpora: string, dataDir: string): Promise<void> {
  heading(`Searching it (${batchQueries} different queries, one command)`);
  const batch = join(dataDir, 'queries.txt');
  writeFileSync(batch, makeQueries(corpora).join('\n'));
  const run = await lorekeep('search', '--batch', batch, '--data', dataDir);
  const times = run.stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { tookMs: number }).tookMs);
  // The first ones start the searching thread and fill SQLite's cache.
  const warm = times.slice(20).toSorted((a, b) => a - b);
  figure('all of them', run.seconds, 's', 10);
  figure('one search, p50 warm', warm[Math.floor(warm.length * 0.5)]!, 'ms');
  figure('one search, p95 warm', warm[Math.floor(warm.length * 0.95)]!, 'ms', 15);
}

/** The questions, and others made by joining the halves of two, so that none repeats. */
function makeQueries(corpora: string): string[] {
  const questions = readFileSync(join(corpora, 'handbook-questions.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { question: string }).question.split(/\s+/));
  const queries: string[] = [];
  for (let step = 0; queries.length < batchQueries; step++) {
    for (const [i, first] of questions.entries()) {
      const second = questions[(i + step) % questions.length]!;
      const half = Math.ceil(first.length / 2);
      queries.push([...first.slice(0, half), ...second.slice(-half)].join(' '));
    }
  }
  return queries.slice(0, batchQueries);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
