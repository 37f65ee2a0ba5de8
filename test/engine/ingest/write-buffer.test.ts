import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createWriteBuffer } from '../../../src/engine/ingest/write-buffer.ts';
import type { DocumentRecord } from '../../../src/engine/store/index/records.ts';

const record = (name: number, textLength = 10): DocumentRecord => ({
  relativePath: `${name}`,
  size: 1,
  modifiedAt: 1,
  folderId: 'f',
  contentHash: null,
  state: 'indexed',
  problem: null,
  reader: 1,
  content: {
    format: 'text',
    language: null,
    title: null,
    hasLines: true,
    textLength,
    blocks: [],
    pageRanges: null,
    chunks: [],
  },
});

/** A buffer whose writes end when the test says so. */
function heldBuffer() {
  const batches: string[][] = [];
  const ends: { done: () => void; fail: (error: Error) => void }[] = [];
  const buffer = createWriteBuffer((records) => {
    batches.push(records.map(({ relativePath }) => relativePath));
    return new Promise<void>((done, fail) => ends.push({ done, fail }));
  });
  return { buffer, batches, ends };
}

async function isPending(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  await delay(1);
  return (await Promise.race([promise, Promise.resolve(pending)])) === pending;
}

test('twenty documents share a write, and who added the last waits for it', async () => {
  const { buffer, batches, ends } = heldBuffer();
  for (let i = 0; i < 19; i++) await buffer.add(record(i));
  expect(batches).toEqual([]);
  const last = buffer.add(record(19));
  expect(await isPending(last)).toBe(true);
  expect(batches.map((batch) => batch.length)).toEqual([20]);
  ends[0]!.done();
  await last;
});

test('much text is written at once, however few documents', async () => {
  const { buffer, batches, ends } = heldBuffer();
  await buffer.add(record(1));
  const added = buffer.add(record(2, 2_000_000));
  await delay(1);
  expect(batches).toEqual([['1', '2']]);
  ends[0]!.done();
  await added;
});

test('a container is written in one go with what is inside it, whose text counts', async () => {
  const { buffer, batches, ends } = heldBuffer();
  const inner = { ...record(2), members: [record(3, 2_000_000)] };
  const added = buffer.add({ ...record(1), members: [inner] });
  await delay(1);
  expect(batches).toEqual([['1']]);
  ends[0]!.done();
  await added;
});

test('a document is not held back for long', async () => {
  const { buffer, batches, ends } = heldBuffer();
  await buffer.add(record(1));
  await delay(270);
  void buffer.add(record(2));
  await delay(1);
  expect(batches).toEqual([['1', '2']]);
  ends[0]!.done();
});

test('writes run one after the other, and a flush waits for all of them', async () => {
  const { buffer, batches, ends } = heldBuffer();
  await buffer.add(record(1));
  const first = buffer.flush();
  await buffer.add(record(2));
  const second = buffer.flush();
  await delay(1);
  expect(batches).toEqual([['1']]);
  ends[0]!.done();
  await first;
  expect(await isPending(second)).toBe(true);
  expect(batches).toEqual([['1'], ['2']]);
  ends[1]!.done();
  await second;
  await buffer.flush();
  expect(batches).toHaveLength(2);
});

test('a failed write fails all that comes after it: nothing is lost in silence', async () => {
  const { buffer, batches, ends } = heldBuffer();
  await buffer.add(record(1));
  const failing = buffer.flush();
  await delay(1);
  ends[0]!.fail(new Error('disk full'));
  await expect(failing).rejects.toThrow('disk full');
  for (let i = 0; i < 19; i++) await buffer.add(record(i));
  await expect(buffer.add(record(20))).rejects.toThrow('disk full');
  await expect(buffer.flush()).rejects.toThrow('disk full');
  expect(batches).toHaveLength(1);
});
