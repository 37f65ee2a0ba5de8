// The import table is only as good as the lint that enforces it: each of these breaches, put
// into a small copy of the tree, must be found, and what is allowed must pass.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** Modules for the breaches to import. */
const targets = [
  'src/shared/errors.ts',
  'src/engine/engine.ts',
  'src/engine/host.ts',
  'src/engine/rpc.ts',
  'src/engine/store/sqlite.ts',
  'src/engine/library/handlers.ts',
  'src/engine/retrieve/marks.ts',
  'src/engine/log/log.ts',
  'src/renderer/app/text.ts',
  'src/main/window.ts',
  'src/hosting/response.ts',
];

/** A file, what it imports, and the rule that must refuse it. */
const breaches: [file: string, imported: string, rule: string][] = [
  ['src/renderer/a.ts', '../engine/engine.ts', 'renderer-shared-alone'],
  ['src/renderer/b.ts', '../engine/host.ts', 'renderer-shared-alone'],
  ['src/renderer/c.ts', '../hosting/response.ts', 'renderer-shared-alone'],
  ['src/renderer/d.ts', 'node:fs', 'page-has-no-node'],
  ['src/renderer/e.ts', 'electron', 'electron-in-main'],
  ['src/preload/a.ts', '../engine/engine.ts', 'renderer-shared-alone'],
  ['src/preload/b.ts', 'node:path', 'page-has-no-node'],
  ['src/shared/a.ts', 'node:fs', 'page-has-no-node'],
  ['src/shared/b.ts', '../engine/host.ts', 'shared-alone'],
  ['src/engine/a.ts', 'electron', 'electron-in-main'],
  ['src/engine/b.ts', '../main/window.ts', 'engine-inside'],
  ['src/engine/c.ts', '../hosting/response.ts', 'engine-inside'],
  ['src/engine/d.ts', 'node:https', 'network-through-the-gate'],
  ['src/engine/library/a.ts', '../retrieve/marks.ts', 'engine-features-apart'],
  ['src/engine/sources/a.ts', '../library/handlers.ts', 'engine-features-apart'],
  ['src/engine/sources/b.ts', 'node:http', 'network-through-the-gate'],
  ['src/engine/remote/a.ts', '../library/handlers.ts', 'engine-features-apart'],
  ['src/engine/remote/b.ts', 'node:http', 'network-through-the-gate'],
  ['src/engine/library/b.ts', '../engine.ts', 'engine-features-apart'],
  ['src/engine/log/a.ts', '../library/handlers.ts', 'engine-kit-below-features'],
  ['src/engine/library/c.ts', 'better-sqlite3', 'sql-in-store'],
  ['src/engine/library/d.ts', '@orpc/server', 'orpc-one-file-a-side'],
  ['src/engine/library/e.ts', 'node-llama-cpp', 'llama-in-inference'],
  ['src/engine/gguf/a.ts', '../library/handlers.ts', 'engine-kit-below-features'],
  ['src/hosting/a.ts', '../engine/engine.ts', 'hosting'],
  ['src/main/a.ts', '../engine/store/sqlite.ts', 'hosts'],
  ['src/cli/a.ts', '../engine/rpc.ts', 'hosts'],
  ['src/serve/a.ts', '../main/window.ts', 'hosts'],
  ['src/serve/b.ts', 'vue', 'no-vue-outside-renderer'],
  ['src/engine/e.ts', './nowhere.ts', 'not-to-unresolvable'],
];

/** What the table allows. */
const allowed: [file: string, imported: string][] = [
  ['src/renderer/ok.ts', '../shared/errors.ts'],
  ['src/engine/library/ok.ts', '../log/log.ts'],
  ['src/engine/store/ok.ts', 'better-sqlite3'],
  ['src/engine/inference/ok.ts', 'node-llama-cpp'],
  ['src/main/ok.ts', '../engine/engine.ts'],
  ['src/cli/ok.ts', '../hosting/response.ts'],
];

/** A file that uses a global which its folder forbids, and that global. */
const globals: [file: string, code: string][] = [
  ['src/engine/g1.ts', "export const a = () => fetch('https://example.org');"],
  ['src/engine/g2.ts', "export const a = () => new WebSocket('wss://example.org');"],
  ['src/engine/sources/g1.ts', "export const a = () => fetch('https://example.org');"],
  ['src/engine/g3.ts', 'export const a = () => document.title;'],
  ['src/shared/g1.ts', 'export const a = () => process.pid;'],
  ['src/shared/g2.ts', "export const a = () => Buffer.from('');"],
  ['src/renderer/g1.ts', 'export const a = () => process.platform;'],
  ['src/preload/g1.ts', "export const a = () => require('fs');"],
];

let folder: string;

function write(path: string, code: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, code);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lorekeep-layers-'));
  for (const name of [
    '.dependency-cruiser.mjs',
    '.oxlintrc.json',
    'tsconfig.base.json',
    'package.json',
  ]) {
    cpSync(join(root, name), join(folder, name));
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  for (const path of targets) write(path, 'export const value = 1;\n');
  for (const [path, imported] of [...breaches, ...allowed]) {
    write(path, `export * from '${imported}';\n`);
  }
  for (const [path, code] of globals) write(path, `${code}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What a tool prints and its exit code; a breach makes both exit with other than 0. */
function run(
  tool: string,
  args: string[],
): Promise<{ code: number; output: string; errors: string }> {
  const script = join(root, 'node_modules', tool);
  return new Promise((resolve) => {
    const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [script, ...args], options, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, output: stdout, errors: stderr }),
    );
  });
}

interface Violation {
  from: string;
  rule: { name: string; severity: string };
}

test(
  'every breach of the import table is an error, and nothing that is allowed',
  { timeout: 60_000 },
  async () => {
    const args = ['--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'src'];
    const { output, errors } = await run('dependency-cruiser/bin/dependency-cruiser.mjs', args);
    expect(errors).toBe('');
    const { summary } = JSON.parse(output) as {
      summary: { violations: Violation[]; error: number };
    };
    const found = summary.violations.map(({ from, rule }) => `${from} ${rule.name}`);
    for (const [file, imported, rule] of breaches) {
      expect(found, `${file} imports ${imported}`).toContain(`${file} ${rule}`);
    }
    for (const [file] of allowed) {
      expect(found.filter((line) => line.startsWith(`${file} `))).toEqual([]);
    }
    expect(summary.error).toBeGreaterThanOrEqual(breaches.length);
    const plain = await run('dependency-cruiser/bin/dependency-cruiser.mjs', [
      '--config',
      '.dependency-cruiser.mjs',
      'src/renderer',
    ]);
    expect(plain.code).not.toBe(0);
  },
);

test(
  'a global that a folder forbids is an error, and lint fails',
  { timeout: 60_000 },
  async () => {
    const { code, output } = await run('oxlint/bin/oxlint', ['--format', 'json', 'src']);
    const { diagnostics } = JSON.parse(output) as {
      diagnostics: { code: string; filename: string }[];
    };
    const found = diagnostics
      .filter((one) => one.code.includes('no-restricted-globals'))
      .map((one) => one.filename);
    for (const [file, source] of globals) expect(found, source).toContain(file);
    expect(code).not.toBe(0);
  },
);

test('a default export and a loose any are errors', { timeout: 60_000 }, async () => {
  write('src/engine/log/style.ts', 'const a: any = 1;\nexport default a;\n');
  const { output } = await run('oxlint/bin/oxlint', [
    '--format',
    'json',
    'src/engine/log/style.ts',
  ]);
  expect(output).toContain('no-default-export');
  expect(output).toContain('no-explicit-any');
});
