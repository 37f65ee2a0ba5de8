// A download whose process is killed, and one whose disk fills up.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../support/folder.ts';
import { modelBytes, serveHub, sha256Of, type TestHub } from '../../../support/hub.ts';
import { downloadingFrom } from '../../../support/hub-download.ts';

const name = 'it-Q8_0.gguf';
const reference = 'hf:me/it:Q8_0';
const entry = join(import.meta.dirname, '../../../support/hub-download.entry.ts');
const mayMount = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'x', '/mnt']).status === 0;
const why = mayMount ? '' : ' (skipped: a small disk cannot be mounted here)';

async function outputOf(command: string, words: string[]): Promise<string> {
  const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
  await once(child, 'close');
  return text;
}

test('a killed process loses at most what was not sure to be on the disk', async () => {
  const bytes = modelBytes(80_000_000);
  const hub = await serveHub({ 'me/it': { files: { [name]: bytes } } });
  hub.speed = 50_000;
  const { download, folder } = downloadingFrom(hub);
  const child = spawn(process.execPath, [entry, hub.mirror, reference, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (text.split('\n').some((line) => Number(line) > 70_000_000)) child.kill('SIGKILL');
  });
  await once(child, 'close');
  expect(readdirSync(folder).toSorted()).toEqual([`${name}.part`, `${name}.part.json`]);
  expect(statSync(join(folder, `${name}.part`)).size).toBeGreaterThan(70_000_000 - 1);
  hub.speed = 0;
  const { files } = await download(reference);
  expect(files[0]!.sha256).toBe(sha256Of(bytes));
  const from = Number(/\d+/.exec(hub.fetched.at(-1)!.headers.range ?? '')?.[0]);
  expect(from).toBeGreaterThanOrEqual(64 * 1024 * 1024);
});

/** Downloads onto a disk of 3 MB, looks what is there, makes room, and goes on. */
const script = `
  mount -t tmpfs -o size=3m lorekeep "$1" || exit 99
  "$2" "$3" "$4" "$5" "$1/models" "$6" | tail -1; ls "$1/models"
  mount -o remount,size=300m "$1"
  "$2" "$3" "$4" "$5" "$1/models" | tail -1; ls "$1/models"; cp "$1/models/${name}" "$7"
`;

async function onSmallDisk(hub: TestHub, room: string, out: string): Promise<string[]> {
  const words = [temporaryFolder(), process.execPath, entry, hub.mirror, reference, room, out];
  const text = await outputOf('unshare', ['-m', 'sh', '-c', script, 'sh', ...words]);
  return text.trim().split('\n');
}

test.skipIf(!mayMount)(`a full disk is told, and nothing is lost${why}`, async () => {
  const bytes = modelBytes(5_000_000);
  const hub = await serveHub({ 'me/it': { files: { [name]: bytes } } });
  const out = temporaryFolder();
  // Seen before, and met while writing.
  const [seen, ...after] = await onSmallDisk(hub, 'real-room', out);
  expect(seen).toMatch(/^The disk has too little room: \d+ MB more/);
  expect(after).toEqual(['done', name]);
  expect(hub.fetched).toHaveLength(1);
  const [met, ...rest] = await onSmallDisk(hub, 'any-room', out);
  expect(met).toMatch(/^The disk has too little room: \d+ MB more/);
  expect(rest).toEqual([`${name}.part`, `${name}.part.json`, 'done', name]);
  expect(hub.fetched).toHaveLength(3);
  expect(Number(/\d+/.exec(hub.fetched[2]!.headers.range ?? '')?.[0])).toBeGreaterThan(1_000_000);
  expect(readFileSync(join(out, name)).equals(bytes)).toBe(true);
});
