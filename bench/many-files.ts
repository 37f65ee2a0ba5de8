// Very many small files: how long it takes to look at them, to index them beside what their parts
// take alone, and to find out that nothing changed.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { walk } from '../src/engine/ingest/scan/walk.ts';
import { lorekeep } from './measure.ts';
import { figure, heading } from './report.ts';

const files = 100_000;
const perDirectory = 100;

export async function benchManyFiles(): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'lorekeep-bench-'));
  const folder = join(root, 'files');
  try {
    writeMany(folder);
    heading(`${files.toLocaleString('en')} small files`);
    const started = performance.now();
    const found = [...walk({ root: folder, except: [] })].length;
    figure('looking at all of them', (performance.now() - started) / 1000, 's', 5);
    if (found !== files) throw new Error(`${found} files were found`);
    const dataDir = join(root, 'data');
    const first = await lorekeep('index', folder, '--data', dataDir, '--json');
    figure('first run', first.seconds, 's');
    figure('files a second', files / first.seconds, '');
    const second = await lorekeep('index', folder, '--data', dataDir, '--json');
    figure('second run, nothing changed', second.seconds, 's', 2);
    figure('its peak memory', second.peakMB, 'MB', 200);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
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
