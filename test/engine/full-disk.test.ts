// A disk that fills up while indexing: said as such, what was committed stays whole, and the next
// run goes on once there is room.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cliEntry } from '../support/cli.ts';
import { folderWith, temporaryFolder } from '../support/folder.ts';
import { expectWholeIndex } from '../support/index-check.ts';
import { manyFiles } from '../support/many-files.ts';

const mayMount = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'x', '/mnt']).status === 0;
const why = mayMount ? '' : ' (skipped: a small disk cannot be mounted here)';

/** Indexes on a disk of 3 MB, looks at the result, makes room, and goes on. */
const script = `
  mount -t tmpfs -o size=3m lorekeep "$1" || exit 99
  "$2" "$3" index --data "$1/data" "$4"; echo "code $?"
  "$2" "$3" status --data "$1/data" --json; echo "code $?"
  mount -o remount,size=300m "$1" && cp -r "$1/data" "$5/full"
  "$2" "$3" index --data "$1/data" "$4" --json; echo "code $?"
  cp -r "$1/data" "$5/whole"
`;

test.skipIf(!mayMount)(`a full disk loses nothing${why}`, { timeout: 60_000 }, async () => {
  const folder = folderWith(manyFiles(600));
  const out = temporaryFolder();
  const words = ['sh', temporaryFolder(), process.execPath, cliEntry, folder, out];
  const { stdout, stderr } = spawnSync('unshare', ['-m', 'sh', '-c', script, ...words], {
    encoding: 'utf8',
  });
  expect(stderr).toContain('disk');
  const lines = stdout.trim().split('\n');
  expect(lines.filter((line) => line.startsWith('code'))).toEqual(['code 1', 'code 0', 'code 0']);
  const status = JSON.parse(lines[1]!) as { documents: { indexed: number } };
  const before = status.documents.indexed;
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThan(600);
  await expectWholeIndex(join(out, 'full'), { complete: false });
  expect(JSON.parse(lines[3]!)).toMatchObject({ scanned: 600, unchanged: before, problems: 0 });
  await expectWholeIndex(join(out, 'whole'));
});
