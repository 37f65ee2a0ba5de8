// A folder that is worked on for a long time: after each change an update, and at any moment the
// index says what the disk says. Made-up damage of files never ends the engine.
import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { indexFolder, pathsFound, startEngine, statesOf, updateAll } from '../support/engine.ts';
import { writeDocx } from '../support/docx.ts';
import { filesIn, folderWith, temporaryFolder } from '../support/folder.ts';
import { expectWholeIndex } from '../support/index-check.ts';
import { writePdf } from '../support/pdf.ts';
import { type Random, seeded } from '../support/random.ts';

/** Writes, changes, moves or deletes a file or moves a directory. */
function change(folder: string, random: Random, word: string): void {
  const files = filesIn(folder);
  const kind = files.length < 5 ? 0 : random.int(6);
  const fresh = join(folder, `d${random.int(4)}`, `e${random.int(3)}`, `${word}.md`);
  mkdirSync(dirname(fresh), { recursive: true });
  const one = files.length > 0 ? join(folder, random.pick(files)) : fresh;
  if (kind <= 1) writeFileSync(fresh, `# ${word}\n\nThis holds ${word} and the common zebra.\n`);
  else if (kind === 2) writeFileSync(one, `Changed: ${word}. The common zebra is still here.\n`);
  else if (kind === 3) renameSync(one, fresh);
  else if (kind === 4) rmSync(one);
  else moveDirectory(folder, random, word);
}

function moveDirectory(folder: string, random: Random, word: string): void {
  const from = join(folder, `d${random.int(4)}`);
  if (statSync(from, { throwIfNoEntry: false })) renameSync(from, join(folder, `moved-${word}`));
}

test.each([11, 12])('three hundred rounds of changes (seed %i)', async (seed) => {
  const random = seeded(seed);
  const folder = temporaryFolder();
  const { client, dataDir } = await startEngine();
  await indexFolder(client, folder);
  for (let round = 0; round < 300; round++) {
    const words = Array.from({ length: 1 + random.int(4) }, (_, i) => `w${seed}x${round}y${i}`);
    for (const word of words) change(folder, random, word);
    await updateAll(client);
    expect(Object.keys(await statesOf(client)).toSorted()).toEqual(filesIn(folder));
    if (round % 25 === 0) await expectWholeIndex(dataDir);
    const found = await pathsFound(client, words[0]!);
    for (const path of found.filter((name) => name.includes(words[0]!))) {
      expect(filesIn(folder)).toContain(path);
    }
  }
  await expectWholeIndex(dataDir);
});

test('files with bytes changed at random each end in a state, and the engine goes on', async () => {
  const random = seeded(5);
  const originals: Record<string, Uint8Array> = {
    'a.pdf': writePdf({ pages: [['One page.'], ['Another page.']], title: 'T', outline: ['O'] }),
    'b.docx': writeDocx({ parts: [{ text: 'Some words in a paragraph.' }] }),
    'c.html': Buffer.from('<html><body><h1>Title</h1><table><tr><td>x</td></tr></table></body>'),
    'd.md': Buffer.from('# T\n\n- a\n- b\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n```js\nf()\n```\n'),
  };
  const files: Record<string, Uint8Array> = { 'good.md': Buffer.from('The good zebra.') };
  for (let i = 0; i < 1200; i++) {
    const [name, original] = random.pick(Object.entries(originals));
    files[`${i}-${name}`] = damaged(original, random);
  }
  const { client, dataDir } = await startEngine();
  await indexFolder(client, folderWith(files));
  const states = Object.values(await statesOf(client));
  expect(states.filter((state) => state.startsWith('queued'))).toEqual([]);
  expect(states.filter((state) => state.includes('INTERNAL'))).toEqual([]);
  expect((await pathsFound(client, 'zebra'))[0]).toBe('good.md');
  await expectWholeIndex(dataDir);
});

function damaged(original: Uint8Array, random: Random): Uint8Array {
  const bytes = Uint8Array.from(original);
  for (let n = random.int(20); n >= 0; n--) bytes[random.int(bytes.length)] = random.int(256);
  return random.int(4) === 0 ? bytes.subarray(0, random.int(bytes.length)) : bytes;
}
