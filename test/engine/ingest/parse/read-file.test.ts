import { createHash } from 'node:crypto';
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readDocument } from '../../../../src/engine/ingest/parse/read-file.ts';
import { folderWith } from '../../../support/folder.ts';
import { requestFor } from '../../../support/read-request.ts';

test('a file is read once the moment of its last change is over', async () => {
  const path = join(folderWith({ 'a.md': 'Alpha.' }), 'a.md');
  // Nothing but the bytes is looked at, which takes no time of its own.
  const unchangedHash = createHash('sha256').update('Alpha.').digest();
  // A second write in the same step of the system's clock would leave the same time and size.
  const changedAt = Date.now();
  utimesSync(path, changedAt / 1000, changedAt / 1000);
  const result = await readDocument({ ...requestFor(path), unchangedHash });
  expect(Date.now() - changedAt).toBeGreaterThanOrEqual(15);
  expect(result.kind).toBe('same');
});

test('a time in the future is not waited for', async () => {
  const path = join(folderWith({ 'a.md': 'Alpha.' }), 'a.md');
  const inAYear = new Date(Date.now() + 365 * 86_400_000);
  utimesSync(path, inAYear, inAYear);
  expect(await readDocument(requestFor(path))).toMatchObject({ modifiedAt: inAYear.getTime() });
});
