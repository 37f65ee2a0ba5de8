// A process that is killed in the middle of indexing: what it committed stays, nothing of it is
// read again, and the next run brings the rest. test/long kills many times more.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { killWhileIndexing } from '../support/kill.ts';
import { folderWith, temporaryFolder } from '../support/folder.ts';
import { cliJson } from '../support/cli.ts';
import { manyFiles } from '../support/many-files.ts';
import { expectWholeIndex } from '../support/index-check.ts';

test('an index that was killed twice is whole in the end, and nothing was done twice', async () => {
  const count = 250;
  const folder = folderWith(manyFiles(count));
  const data = join(temporaryFolder(), 'data');
  let committed = 0;
  for (const part of [0.15, 0.5]) {
    const seen = await killWhileIndexing(folder, data, Math.ceil(count * part));
    expect(seen).toBeGreaterThanOrEqual(committed);
    committed = seen;
    await expectWholeIndex(data, { complete: false });
  }
  expect(committed).toBeGreaterThan(0);
  expect(committed).toBeLessThan(count);
  expect(await cliJson(['index', folder], { data })).toMatchObject({
    scanned: count,
    extracted: count - committed,
    unchanged: committed,
    problems: 0,
  });
  await expectWholeIndex(data);
});
