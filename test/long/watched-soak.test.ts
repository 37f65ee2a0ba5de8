// A folder that is watched while files in it are written, changed, moved, renamed, replaced and
// deleted at random for two minutes. Soon after the last change the index equals a fresh one.
import {
  appendFileSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { Client } from '../../src/shared/contract/contract.ts';
import { zip } from '../support/containers.ts';
import { indexFolder, startEngine } from '../support/engine.ts';
import { filesIn, folderWith } from '../support/folder.ts';
import { expectWholeIndex } from '../support/index-check.ts';
import { mixedTree } from '../support/mixed-tree.ts';
import { type Random, seeded } from '../support/random.ts';
import { differences, indexRows } from '../support/same-index.ts';

const soakMs = 120_000;

/** One change, at once or in steps. */
type Change = (at: { folder: string; one: string; fresh: string; word: string }) => unknown;

const text = (word: string) => `# ${word}\n\nThis holds ${word} and the common zebra.\n`;

const changes: readonly Change[] = [
  ({ fresh, word }) => writeFileSync(fresh, text(word)),
  ({ fresh, word }) => writeFileSync(`${fresh}.zip`, zip({ 'a.md': text(word), 'b.txt': word })),
  ({ one, word }) => writeFileSync(one, text(word)),
  ({ one, word }) => appendFileSync(one, text(word)),
  ({ one }) => writeFileSync(one, readFileSync(one).subarray(0, statSync(one).size / 2)),
  ({ one, fresh }) => renameSync(one, fresh + extname(one)),
  ({ one, fresh }) => copyFileSync(one, fresh + extname(one)),
  ({ one }) => rmSync(one),
  ({ one }) => utimesSync(one, new Date(), new Date(Date.UTC(2031, 1, 1))),
  // As programs save: beside the file, then in its place.
  ({ one, word }) => {
    writeFileSync(`${one}.tmp`, text(word));
    renameSync(`${one}.tmp`, one);
  },
  // Written in parts, with pauses in which it can be read half.
  async ({ fresh, word }) => {
    const file = openSync(fresh, 'w');
    try {
      for (const line of text(word).split('\n')) {
        writeSync(file, `${line}\n`);
        await delay(400);
      }
    } finally {
      closeSync(file);
    }
  },
  // A directory in the place of a file.
  ({ one, word }) => {
    rmSync(one);
    mkdirSync(one);
    writeFileSync(join(one, 'inside.md'), text(word));
  },
  // A file in the place of a directory.
  ({ folder, one, word }) => {
    if (dirname(one) === folder) return;
    rmSync(dirname(one), { recursive: true });
    writeFileSync(dirname(one), text(word));
  },
  ({ folder, one, word }) => {
    if (dirname(one) !== folder) renameSync(dirname(one), join(folder, `moved-${word}`));
  },
  ({ folder, word }) => writeFileSync(join(folder, '.gitignore'), `*.ts\n${word}*\n`),
  ({ folder }) => rmSync(join(folder, '.gitignore'), { force: true }),
];

test('watched for two minutes of changes, the index equals a fresh one', async () => {
  const random = seeded(21);
  const folder = folderWith(mixedTree(150, random));
  const { client, dataDir } = await startEngine();
  await indexFolder(client, folder);
  await watched(client);
  const steps: Promise<unknown>[] = [];
  const end = Date.now() + soakMs;
  for (let round = 0; Date.now() < end; round++) {
    steps.push(change(folder, random, `w${round}`));
    // In bursts, with rests in which everything is read.
    await delay(round % 40 === 39 ? 3000 : random.int(150));
  }
  await Promise.all(steps);
  const fresh = await startEngine();
  await indexFolder(fresh.client, folder);
  await fresh.close();
  const expected = indexRows(fresh.dataDir);
  expect(expected.size).toBeGreaterThan(100);
  const missing = () => differences(indexRows(dataDir), expected);
  await expect.poll(missing, { timeout: 60_000, interval: 1000 }).toEqual([]);
  await expectWholeIndex(dataDir);
});

async function change(folder: string, random: Random, word: string): Promise<void> {
  const files = filesIn(folder).filter((path) => !path.startsWith('.'));
  // Directories go with all that is in them: below so many files, mostly new ones are made.
  const make =
    files.length < 150 && random.int(4) > 0 ? changes[random.int(2)]! : random.pick(changes);
  const one = join(folder, files.length > 0 ? random.pick(files) : 'none.md');
  const fresh = join(folder, `e${random.int(12)}`, `${word}.md`);
  try {
    mkdirSync(dirname(fresh), { recursive: true });
    await make({ folder, one, fresh, word });
  } catch (error) {
    // Changes that take their time meet each other: what one wants may be gone by then.
    if (!isMissing(error)) throw error;
  }
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return ['ENOENT', 'ENOTDIR', 'EISDIR', 'EEXIST', 'ENOTEMPTY'].includes(code);
}

/** Resolves when the folder is watched, which it is until the test is over. */
async function watched(client: Client): Promise<void> {
  const stop = new AbortController();
  let states: string[] = [];
  const reading = (async () => {
    const events = await client.library.keepUpToDate(undefined, { signal: stop.signal });
    for await (const event of events) states = event.map(({ state }) => state);
  })().catch(() => {
    // Left when the test is over.
  });
  onTestFinished(async () => {
    stop.abort();
    await reading;
  });
  await expect.poll(() => states, { timeout: 20_000 }).toEqual(['watched']);
}
