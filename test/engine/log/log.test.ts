import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openLog } from '../../../src/engine/log/log.ts';
import { LorekeepError } from '../../../src/shared/errors.ts';
import { temporaryFolder } from '../../support/folder.ts';

type Line = Record<string, unknown> & { msg: string };

const linesOf = (file: string): Line[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

test('each event is a line of JSON with its fields, and errors have code and cause', async () => {
  const directory = join(temporaryFolder(), 'not/yet/there');
  const log = openLog(directory);
  log.info('started', { version: '1', ok: true });
  log.warn('slow');
  const cause = new Error('EACCES: no');
  log.error('not read', new LorekeepError('FILE_UNREADABLE', { reason: 'EACCES' }, cause), {
    n: 1,
  });
  log.error('bug', 'a string was thrown');
  await log.close();
  const lines = linesOf(join(directory, 'lorekeep.log'));
  expect(lines.map(({ msg, level }) => [msg, level])).toEqual([
    ['started', 30],
    ['slow', 40],
    ['not read', 50],
    ['bug', 50],
  ]);
  expect(lines[0]).toMatchObject({ version: '1', ok: true, pid: process.pid });
  expect(lines[2]).toMatchObject({ code: 'FILE_UNREADABLE', n: 1 });
  expect(lines[2]!['detail']).toContain('EACCES: no');
  expect(lines[3]).toMatchObject({ code: 'INTERNAL', detail: 'a string was thrown' });
});

test('a second start goes on with the same file', async () => {
  const directory = temporaryFolder();
  for (const event of ['first', 'second']) {
    const log = openLog(directory);
    log.info(event);
    await log.close();
  }
  expect(linesOf(join(directory, 'lorekeep.log')).map(({ msg }) => msg)).toEqual([
    'first',
    'second',
  ]);
});

test('files are rotated by size, a few are kept, and each line stays whole', async () => {
  const directory = temporaryFolder();
  const log = openLog(directory);
  const padding = 'x'.repeat(100_000);
  for (let i = 0; i < 170; i++) {
    log.info('event', { i, padding });
    if (i % 10 === 0) await delay(5);
  }
  await log.close();
  const files = readdirSync(directory).filter((name) => name.endsWith('.log'));
  expect(files.length).toBeGreaterThan(2);
  expect(files.length).toBeLessThanOrEqual(6);
  for (const name of files) {
    const file = join(directory, name);
    expect(statSync(file).size).toBeLessThan(4_000_000);
    for (const { msg } of linesOf(file)) expect(msg).toBe('event');
  }
});

test('a log whose folder is gone fails nothing, and closes', { timeout: 5000 }, async () => {
  const directory = temporaryFolder();
  const log = openLog(directory);
  log.info('before');
  await delay(20);
  rmSync(directory, { recursive: true });
  const padding = 'x'.repeat(100_000);
  for (let i = 0; i < 60; i++) {
    log.info('after', { padding });
    if (i % 10 === 0) await delay(5);
  }
  await log.close();
});
