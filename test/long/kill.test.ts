// Many deaths in the middle of indexing, at any moment: after each of them the index is whole as
// far as it goes, no process is left over, and nothing that was committed is read again.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cliJson } from '../support/cli.ts';
import { folderWith, temporaryFolder } from '../support/folder.ts';
import { expectWholeIndex } from '../support/index-check.ts';
import { killWhileIndexing, settledIn } from '../support/kill.ts';
import { manyFiles } from '../support/many-files.ts';
import { writePdf } from '../support/pdf.ts';
import { seeded } from '../support/random.ts';

test.each([1, 2, 3])('twenty kills at random moments (seed %i)', async (seed) => {
  const random = seeded(seed);
  const pdfs = Array.from({ length: 40 }, (_, i): [string, Uint8Array] => [
    `papers/${i}.pdf`,
    writePdf({ pages: [[`Paper ${i}.`], [`Its second page, ${i}.`]] }),
  ]);
  const files = { ...manyFiles(900), ...Object.fromEntries(pdfs) };
  const total = Object.keys(files).length;
  const folder = folderWith(files);
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
