// Many deaths in the middle of indexing, at any moment: after each of them the index is whole as
// far as it goes, no process is left over, nothing that was committed is read again, and the next
// run ends in the same index as one that nobody disturbed, row by row.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cliJson } from '../support/cli.ts';
import { folderWith, temporaryFolder } from '../support/folder.ts';
import { expectWholeIndex } from '../support/index-check.ts';
import { killWhileIndexing, settledIn } from '../support/kill.ts';
import { manyFiles } from '../support/many-files.ts';
import { changeTree, mixedTree } from '../support/mixed-tree.ts';
import { seeded } from '../support/random.ts';
import { differences, indexRows } from '../support/same-index.ts';

test('twenty kills of one index: what was committed stays, and is not read again', async () => {
  const random = seeded(1);
  const total = 900;
  const folder = folderWith(manyFiles(total));
  const data = join(temporaryFolder(), 'data');
  let committed = 0;
  let kills = 0;
  while (kills < 20 && committed < total) {
    // Half of them in the time in which databases are made and opened.
    const afterMs = random.int(2) === 0 ? random.int(400) : 300 + random.int(700);
    const seen = await killWhileIndexing(folder, data, { afterMs });
    expect(seen).toBeGreaterThanOrEqual(committed);
    committed = seen;
    if (committed > 0) await expectWholeIndex(data, { complete: false });
    kills++;
  }
  expect(kills).toBeGreaterThan(4);
  expect(await cliJson(['index', folder], { data })).toMatchObject({
    scanned: total,
    extracted: total - committed,
    unchanged: committed,
    problems: 0,
  });
  await expectWholeIndex(data);
  expect(settledIn(data)).toBe(total);
});

test('killed at any of twenty moments, a run ends in the index of one that nobody disturbed', async () => {
  const random = seeded(4);
  const folder = folderWith(mixedTree(500, random));
  const before = await indexed(folder);
  changeTree(folder, random);
  const started = performance.now();
  const whole = await indexed(folder);
  const takesMs = performance.now() - started;
  const expected = indexRows(whole);
  const total = settledIn(whole);
  let interrupted = 0;
  for (let round = 0; round < 20; round++) {
    const data = join(temporaryFolder(), 'data');
    // Every second one knows the tree as it was: renames, copies and deletions are cut short too.
    if (round % 2 === 1) cpSync(before, data, { recursive: true });
    const afterMs = Math.round((takesMs * (5 + random.int(90))) / 100);
    await killWhileIndexing(folder, data, { afterMs });
    if (differences(rowsOrNone(data), expected).length > 0) interrupted++;
    await cliJson(['index', folder], { data });
    expect(differences(indexRows(data), expected), `round ${round} at ${afterMs} ms`).toEqual([]);
    expect(settledIn(data)).toBe(total);
    await expectWholeIndex(data);
  }
  // Machines are not equally fast every time, but most of the moments fall into the run.
  expect(interrupted).toBeGreaterThan(10);
});

/** The data folder of a run that nobody disturbs. */
async function indexed(folder: string): Promise<string> {
  const data = join(temporaryFolder(), 'data');
  await cliJson(['index', folder], { data });
  await expectWholeIndex(data);
  return data;
}

/** An index that was killed before it had its tables has no rows. */
function rowsOrNone(data: string): ReturnType<typeof indexRows> {
  return settledIn(data) === 0 ? new Map() : indexRows(data);
}
