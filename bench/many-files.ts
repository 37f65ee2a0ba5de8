// Very many small files: how long it takes to look at them, to index them beside what their parts
// take alone, to find out that nothing changed, and until a change can be found.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type EngineConnection, openEngine } from '../src/engine/connect.ts';
import { walk } from '../src/engine/ingest/scan/walk.ts';
import { createNodeHost } from '../src/hosting/node-host.ts';
import { lorekeep } from './measure.ts';
import { partsAlone } from './parts-alone.ts';
import { figure, heading, verdict } from './report.ts';

const files = 100_000;
const perDirectory = 100;

export async function benchManyFiles(): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'lorekeep-bench-'));
  const folder = join(root, 'files');
  const dataDir = join(root, 'data');
  try {
    writeMany(folder);
    heading(`${files.toLocaleString('en')} small files`);
    const started = performance.now();
    const found = [...walk({ root: folder, except: [] })].length;
    figure('looking at all of them', (performance.now() - started) / 1000, 's', 5);
    if (found !== files) throw new Error(`${found} files were found`);
    await benchThroughput(folder, dataDir);
    const second = await lorekeep('index', folder, '--data', dataDir, '--json');
    const { tookMs } = JSON.parse(second.stdout) as { tookMs: number };
    figure('rescan, nothing changed', tookMs / 1000, 's', 2);
    figure('as a command, its start included', second.seconds, 's');
    figure('its peak memory', second.peakMB, 'MB', 200);
    await benchSaves(folder, dataDir);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function benchThroughput(folder: string, dataDir: string): Promise<void> {
  const first = await lorekeep('index', folder, '--data', dataDir, '--json');
  figure('first run', first.seconds, 's');
  figure('files a second', files / first.seconds, '');
  const { read, embed, write } = await partsAlone(folder);
  const alone = read + embed + write;
  const parts = `read ${read.toFixed(1)} s, embed ${embed.toFixed(1)} s, write ${write.toFixed(1)} s`;
  const share = alone / first.seconds;
  console.log(`  the parts alone, one after the other: ${parts}`);
  console.log(
    `  throughput beside the parts alone: ${Math.round(share * 100)} %  (at least 70 %) ${verdict(share >= 0.7)}`,
  );
}

/** No two of them alike, so that none is found by its likeness to one before. */
const savedWords = ['walrus', 'okapi', 'zebra', 'heron', 'tapir'];

/** In a running app that watches the folder: from the save of a file until its new word is found. */
async function benchSaves(folder: string, dataDir: string): Promise<void> {
  const engine = await openEngine({
    dataDir,
    host: createNodeHost(),
    version: 'bench',
    keepUpToDate: true,
  });
  try {
    await untilWatched(engine);
    const seconds: number[] = [];
    let embedded = 0;
    for (let i = 0; i < savedWords.length; i++) {
      const path = `${i}/${i}/note-${i * perDirectory}.md`;
      const started = performance.now();
      writeFileSync(join(folder, path), `# ${savedWords[i]}\n`);
      await untilFound(engine, savedWords[i]!, path);
      seconds.push((performance.now() - started) / 1000);
      await untilIdle(engine);
      embedded += await embeddedByNewest(engine);
    }
    figure('a save is found after, at most', Math.max(...seconds), 's', 2);
    figure('chunks embedded for a save', embedded / savedWords.length, '', 1);
  } finally {
    await engine.close();
  }
}

async function untilWatched(engine: EngineConnection): Promise<void> {
  for await (const states of await engine.client.library.keepUpToDate()) {
    if (states.every(({ state }) => state === 'watched')) break;
  }
  await untilIdle(engine);
}

/** Resolves when no task has run for a second. */
async function untilIdle({ client }: EngineConnection): Promise<void> {
  for (let idleSince = performance.now(); performance.now() - idleSince < 1000;) {
    const tasks = await client.tasks.list();
    if (tasks.some(({ state }) => state === 'running')) idleSince = performance.now();
    await delay(50);
  }
}

async function untilFound({ client }: EngineConnection, word: string, path: string): Promise<void> {
  for (;;) {
    const { hits } = await client.search.query({ query: word, limit: 1 });
    if (hits[0]?.relativePath === path) return;
    await delay(20);
  }
}

async function embeddedByNewest({ client }: EngineConnection): Promise<number> {
  return (await client.tasks.list()).at(-1)?.summary?.embedded ?? 0;
}

function writeMany(folder: string): void {
  for (let directory = 0; directory < files / perDirectory; directory++) {
    const path = join(folder, String(directory % 20), String(directory));
    mkdirSync(path, { recursive: true });
    for (let i = 0; i < perDirectory; i++) {
      const n = directory * perDirectory + i;
      writeFileSync(
        join(path, `note-${n}.md`),
        `# Note ${n}\n\nThe word${n} stands in note ${i} of directory ${directory} alone.\n`,
      );
    }
  }
}
