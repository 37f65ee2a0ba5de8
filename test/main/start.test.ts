// What `npm start` decides: whether to build, and whether Electron can be had.
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isBuildStale } from '../../scripts/build-state.ts';
import { fetchElectron, findElectron } from '../../scripts/electron-binary.ts';

const root = join(import.meta.dirname, '../..');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lorekeep-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a file whose time is so many seconds ago. */
function put(path: string, secondsAgo: number): void {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '');
  age(path, secondsAgo);
}

function age(path: string, secondsAgo: number): void {
  const time = Date.now() / 1000 - secondsAgo;
  utimesSync(join(folder, path), time, time);
}

function built(): void {
  put('src/main/index.ts', 100);
  put('package.json', 100);
  age('src/main', 100);
  age('src', 100);
  put('out/main/index.js', 50);
  put('out/preload/preload.cjs', 50);
  put('out/renderer/index.html', 50);
}

test('a build is used as long as nothing it was made from is newer', () => {
  built();
  expect(isBuildStale(folder)).toBe(false);
  put('src/main/index.ts', 10);
  expect(isBuildStale(folder)).toBe(true);
});

test('a part that is missing, a changed package and a deleted source mean building again', () => {
  built();
  rmSync(join(folder, 'out/renderer/index.html'));
  expect(isBuildStale(folder)).toBe(true);
  built();
  put('package-lock.json', 10);
  expect(isBuildStale(folder)).toBe(true);
  put('package-lock.json', 100);
  expect(isBuildStale(folder)).toBe(false);
  rmSync(join(folder, 'src/main/index.ts'));
  expect(isBuildStale(folder)).toBe(true);
});

/** An installer that does what the real one may do. */
function installer(code: string): void {
  const prelude = `const fs = require('fs'), os = require('os'), path = require('path');
    const finish = () => {
      fs.mkdirSync(path.join(__dirname, 'dist'));
      fs.writeFileSync(path.join(__dirname, 'dist', 'electron'), 'binary');
      fs.writeFileSync(path.join(__dirname, 'path.txt'), 'electron');
    };`;
  writeFileSync(join(folder, 'install.js'), `${prelude}\n${code}`);
}

const limits = { firstBytesMs: 1000, stallMs: 1000 };

test('a download that goes on is waited for, longer than a first answer may take', async () => {
  installer(`
    let parts = 0;
    const timer = setInterval(() => {
      fs.appendFileSync(path.join(os.tmpdir(), 'electron.zip'), 'x'.repeat(1000));
      if (++parts === 8) { clearInterval(timer); finish(); }
    }, 300);`);
  let told = 0;
  expect(findElectron(folder)).toBeNull();
  expect(await fetchElectron(folder, () => told++, limits)).toBe(true);
  expect(told).toBe(1);
  expect(findElectron(folder)).toBe(join(folder, 'dist', 'electron'));
});

test('a host that does not answer, or stops, is given up after its time', async () => {
  installer('setInterval(() => {}, 1000);');
  const started = Date.now();
  expect(await fetchElectron(folder, () => expect.unreachable(), limits)).toBe(false);
  expect(Date.now() - started).toBeLessThan(5000);
  installer(`fs.writeFileSync(path.join(os.tmpdir(), 'electron.zip'), 'x');
    setInterval(() => {}, 1000);`);
  expect(await fetchElectron(folder, () => {}, limits)).toBe(false);
});

test('a host that refuses is given up at once', async () => {
  installer('process.exit(1);');
  expect(await fetchElectron(folder, () => {}, limits)).toBe(false);
});

test.skipIf(process.platform === 'win32')(
  'without a screen the app is served, with one line that says why',
  { timeout: 90_000 },
  async () => {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    // Would leave a mark if a browser were opened.
    writeFileSync(join(bin, 'xdg-open'), `#!/bin/sh\ntouch ${join(folder, 'opened')}\n`);
    chmodSync(join(bin, 'xdg-open'), 0o755);
    const { DISPLAY: _x, WAYLAND_DISPLAY: _y, ...env } = process.env;
    const child = spawn(process.execPath, [join(root, 'scripts/start.ts')], {
      cwd: folder,
      env: {
        ...env,
        LOREKEEP_DATA: join(folder, 'data'),
        LOREKEEP_NO_BROWSER: '1',
        PATH: `${bin}:${env.PATH}`,
      },
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    try {
      let output = '';
      const url = await new Promise<string>((resolve, reject) => {
        child.stdout.on('data', (part: Buffer) => {
          output += part.toString();
          const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(output);
          if (found) resolve(found[0]);
        });
        child.stderr.on('data', (part: Buffer) => (output += part.toString()));
        child.once('exit', () => reject(new Error(output)));
      });
      const reason = process.platform === 'linux' ? 'There is no screen here.' : 'Electron';
      expect(output).toContain(reason);
      const login = await fetch(url, { redirect: 'manual' });
      expect(login.status).toBe(303);
      const cookie = login.headers.getSetCookie()[0]!.split(';')[0]!;
      const page = await fetch(new URL('/', url), { headers: { cookie } });
      expect(await page.text()).toContain('<div id="app">');
    } finally {
      child.kill('SIGTERM');
      await ended;
    }
  },
);
