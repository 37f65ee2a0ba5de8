// What electron-vite built, run by Node: the engine's process, its threads and parsers from the
// bundle, and the terminal's command. `npm test` builds before it tests.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createEngineProcess } from '../../src/main/engine-process.ts';
import { state } from '../support/electron-double.ts';

vi.mock('electron', async () => (await import('../support/electron-double.ts')).electron);

const out = join(import.meta.dirname, '../../out/main');
const entries = [
  'engine',
  'cli',
  'parser',
  'watcher',
  'scanner',
  'embedder',
  'searcher',
  'index-writer',
  'scan-helper',
];
const missing = !existsSync(join(out, 'engine.js'));
const bundled = test.skipIf(missing);
const why = missing ? ' (skipped: npm run build first)' : '';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lorekeep-bundle-'));
  mkdirSync(join(folder, 'papers'));
  writeFileSync(join(folder, 'papers', 'moon.md'), '# Moon\n\nTides follow the moon.\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** All modules of the bundle that an entry loads, and the packages that they import. */
function reachable(entry: string): { modules: string[]; packages: string[] } {
  const modules = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string) => {
    if (modules.has(file)) return;
    modules.add(file);
    const code = readFileSync(join(out, file), 'utf8');
    for (const [, imported = ''] of code.matchAll(
      /^(?:import|export)\b[^;]*?["']([^"']+)["'];/gm,
    )) {
      if (imported.startsWith('.')) visit(basename(imported));
      else packages.add(imported);
    }
  };
  visit(`${entry}.js`);
  return { modules: [...modules], packages: [...packages] };
}

bundled.each(entries)(`%s does not load Electron's main process${why}`, (entry) => {
  const { packages, modules } = reachable(entry);
  expect(packages.length).toBeGreaterThan(0);
  expect(packages).not.toContain('electron');
  expect(modules).not.toContain('index.js');
});

bundled(`main does not load the engine${why}`, () => {
  const { packages } = reachable('index');
  expect(packages).toContain('electron');
  expect(packages).not.toContain('better-sqlite3');
  expect(packages).not.toContain('pdfjs-dist');
});

bundled(`the bundled engine indexes and searches in its processes${why}`, async () => {
  const engine = createEngineProcess({
    modulePath: join(out, 'engine.js'),
    entryPath: (entry) => join(out, `${entry}.js`),
    dataDir: join(folder, 'data-engine'),
    hasKeychain: false,
    services: {
      seal: async (x) => x,
      unseal: async (x) => x,
      onBattery: () => false,
      busyElsewhere: () => false,
    },
    onFailed: (error) => expect.unreachable(error.code),
  });
  engine.start();
  const found = await engine.call(async (client) => {
    const { taskId } = await client.library.addFolder({ path: join(folder, 'papers') });
    for await (const task of await client.tasks.follow({ taskId })) {
      if (task.state !== 'running') expect(task.summary?.extracted).toBe(1);
    }
    return client.search.query({ query: 'tides' });
  });
  expect(found.hits.map((hit) => hit.title)).toEqual(['Moon']);
  await engine.stop();
  expect(state.processes.some(({ modulePath }) => modulePath.endsWith('parser.js'))).toBe(true);
});

bundled(`the bundled command indexes and searches${why}`, { timeout: 60_000 }, async () => {
  const run = async (...args: string[]) => {
    const all = [join(out, 'cli.js'), ...args, '--json', '--data', join(folder, 'data-cli')];
    const { stdout } = await promisify(execFile)(process.execPath, all);
    return JSON.parse(stdout) as { hits?: { relativePath: string }[] };
  };
  await run('index', join(folder, 'papers'));
  const { hits } = await run('search', 'moon');
  expect(hits?.map((hit) => hit.relativePath)).toEqual(['moon.md']);
});
