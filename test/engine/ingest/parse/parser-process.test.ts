import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { Host } from '../../../../src/engine/host.ts';
import { startParser } from '../../../../src/engine/ingest/parse/parser-process.ts';
import { createNodeHost } from '../../../../src/hosting/node-host.ts';
import { folderWith } from '../../../support/folder.ts';
import { requestFor } from '../../../support/read-request.ts';

/** A machine so busy that a process takes this long to start. */
function slowHost(ms: number): Host {
  const host = createNodeHost();
  return {
    ...host,
    startProcess(name, options) {
      const child = host.startProcess(name, options);
      const started = delay(ms);
      return { ...child, post: (message) => void started.then(() => child.post(message)) };
    },
  };
}

test('the time that a process takes to start is not the file’s', async () => {
  const path = join(folderWith({ 'a.md': 'Alpha.' }), 'a.md');
  const parser = startParser(slowHost(1500), { seconds: 1, memoryBytes: 512 * 1024 * 1024 });
  onTestFinished(() => parser.kill());
  const result = await parser.read(requestFor(path), new AbortController().signal);
  expect(result).toMatchObject({ kind: 'content', state: 'indexed' });
});

test('a process that is still starting ends when nobody wants it any more', async () => {
  const path = join(folderWith({ 'a.md': 'Alpha.' }), 'a.md');
  const parser = startParser(slowHost(60_000), { seconds: 1, memoryBytes: 512 * 1024 * 1024 });
  const stop = new AbortController();
  const reading = parser.read(requestFor(path), stop.signal);
  stop.abort();
  await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(parser.alive).toBe(false);
});
