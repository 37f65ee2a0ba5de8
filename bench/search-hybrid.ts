// Whole hybrid searches over natural-frequency text: words and vectors, with filters, while another
// process writes, and the first one of a fresh process. The searcher is the engine's own; only the
// text and the vectors are made up.
//
// Indexes are kept in the folder that LOREKEEP_BENCH_INDEXES names, as making a million chunks takes
// minutes; without it they are made for this run.
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { openSearcher, type Searcher } from '../src/engine/retrieve/searcher.ts';
import { helperStarter } from '../src/engine/retrieve/semantic/scan-helper.ts';
import { openIndexWriter } from '../src/engine/store/index/index-writer.ts';
import { everyDocument } from '../src/engine/store/index/document-filter.ts';
import { createNodeHost } from '../src/hosting/node-host.ts';
import type { FirstAnswerReport, FirstAnswerTask } from './first-answer.ts';
import { naturalEmbedder, writeNaturalIndex } from './natural-index.ts';
import { type HybridQuery, naturalQueries, requestOf } from './natural-queries.ts';
import { figure, heading } from './report.ts';
import { tableSizes } from './table-sizes.ts';

const host = createNodeHost();
const sizes = [10_000, 100_000, 1_000_000];
const perRow = 200;
/** Searches that are not counted: the first ones read the file into the memory of the system. */
const warming = 20;

const filters = [
  { name: 'all', part: {} },
  { name: '10 %', part: { folderIds: ['folder-3'] } },
  { name: '1 %', part: { paths: ['directory-7/'] } },
];

/** @param largest sizes beyond it are left out */
export async function benchHybrid(largest = 1_000_000): Promise<void> {
  const kept = process.env['LOREKEEP_BENCH_INDEXES'];
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'lorekeep-bench-'));
  try {
    mkdirSync(folder, { recursive: true });
    for (const size of sizes.filter((one) => one <= largest)) {
      heading(`Whole hybrid search, ${size.toLocaleString('en')} chunks of natural-frequency text`);
      const file = join(folder, `natural-${size}.db`);
      if (!existsSync(file)) makeIndex(file, size);
      // One that was kept may be of an earlier version.
      else openIndexWriter({ file, ...naturalEmbedder }).close();
      await benchSize(file, size);
    }
  } finally {
    if (kept === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

function makeIndex(file: string, size: number): void {
  const started = performance.now();
  // A file under its final name is whole.
  const part = `${file}.part`;
  for (const end of ['', '-wal', '-shm']) rmSync(part + end, { force: true });
  writeNaturalIndex(part, size);
  renameSync(part, file);
  figure('made in', (performance.now() - started) / 1000, 's');
}

async function benchSize(file: string, size: number): Promise<void> {
  const held = size === sizes.at(-1);
  const first = await firstAnswer(file);
  figure('fresh process to first answer', first.seconds, 's', held ? 1.5 : undefined);
  figure('memory above the idle process', first.memoryMB, 'MB', held ? 250 : undefined);
  const startHelper = helperStarter(host.threadUrl('scan-helper'), console.error);
  const searcher = openSearcher(file, kernelsFolder(), startHelper);
  try {
    const queries = naturalQueries(11);
    for (const kind of ['natural', 'common', 'mistyped', 'typing'] as const) {
      timeRow(
        `${kind} words`,
        searcher,
        Array.from({ length: perRow }, () => queries.next(kind)),
        held ? 50 : undefined,
      );
    }
    for (const { name, part } of filters.slice(1)) {
      const asked = Array.from({ length: perRow }, () => queries.next('natural'));
      const filter = { ...everyDocument, ...part };
      const narrowed = asked.map((one) => ({ ...one, query: { ...one.query, filter } }));
      timeRow(`natural words, ${name} of the chunks`, searcher, narrowed, held ? 50 : undefined);
    }
    await whileIndexing(file, () => {
      const asked = Array.from({ length: perRow }, () => queries.next('natural'));
      timeRow('while indexing at full speed', searcher, asked, held ? 100 : undefined);
    });
  } finally {
    searcher.close();
  }
  printSizes(file);
}

/** Times searches one after the other; prints the median and the 95th percentile. */
function timeRow(
  name: string,
  searcher: Searcher,
  queries: readonly HybridQuery[],
  atMost: number | undefined,
): void {
  for (const query of queries.slice(0, warming)) searcher.search(requestOf(query));
  const before = process.cpuUsage();
  const times = queries.map((query) => {
    const started = performance.now();
    searcher.search(requestOf(query));
    return performance.now() - started;
  });
  const { user, system } = process.cpuUsage(before);
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))]!;
  figure(`${name}, p50`, at(0.5), 'ms');
  figure(`${name}, p95`, at(0.95), 'ms', atMost);
  // Beside the wall time: on a shared machine it tells waiting from working.
  figure(`${name}, processor time each`, (user + system) / 1000 / queries.length, 'ms');
}

async function whileIndexing(file: string, work: () => void): Promise<void> {
  const child = fork(join(import.meta.dirname, 'index-on.ts'), [file], { stdio: 'inherit' });
  try {
    await once(child, 'message');
    work();
  } finally {
    await stopped(child);
  }
}

/** Asks the writing process to tidy up and end. */
async function stopped(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.send('stop');
  await exit;
}

interface FirstAnswer {
  seconds: number;
  memoryMB: number;
}

/** From the start of a process until it has answered; the requests are sent as soon as it listens. */
async function firstAnswer(file: string): Promise<FirstAnswer> {
  const queries = naturalQueries(21);
  const requests = Array.from({ length: perRow }, (_, i) =>
    requestOf(queries.next(i > 0 && i % 4 === 0 ? 'mistyped' : 'natural')),
  );
  const scanHelper = host.threadUrl('scan-helper').href;
  const task: FirstAnswerTask = { file, kernels: kernelsFolder(), scanHelper, requests };
  const started = Date.now();
  const child = fork(join(import.meta.dirname, 'first-answer.ts'), { serialization: 'advanced' });
  child.send(task);
  const [{ answeredAt, memoryMB }] = (await once(child, 'message')) as [FirstAnswerReport];
  return { seconds: (answeredAt - started) / 1000, memoryMB };
}

function kernelsFolder(): string {
  return host.resourcePath('kernels');
}

function printSizes(file: string): void {
  const { textBytes, tables } = tableSizes(file);
  const all = tables.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { name, bytes } of tables.slice(0, 10)) {
    figure(`  ${name}`, bytes / textBytes, '× its text');
  }
  figure('index.db', all / textBytes, '× its text', 2.4);
}
