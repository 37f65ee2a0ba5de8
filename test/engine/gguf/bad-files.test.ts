// Files that are no models, damaged, or made to harm: each is refused with the reason, and none of
// them makes the reader run on or take memory.
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readGguf } from '../../../src/engine/gguf/read-gguf.ts';
import { flattenError } from '../../../src/shared/errors.ts';
import { sentenceOf } from '../../../src/shared/texts/format.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { badFiles, header, u32, u64 } from '../../support/gguf/bad-files.ts';
import { chatModel } from '../../support/gguf/chat-model.ts';
import { loraAdapter } from '../../support/gguf/lora-adapter.ts';
import { madeModel } from '../../support/gguf/made-files.ts';
import { seeded } from '../../support/random.ts';

/** What is thrown; a reader that runs on is ended, which is another error. */
async function refusal(path: string): Promise<{ code?: string; sentence: string }> {
  const signal = AbortSignal.timeout(10_000);
  const error: unknown = await readGguf(path, { signal }).then(
    () => null,
    (reason) => reason,
  );
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  return { ...(code !== undefined && { code }), sentence: sentenceOf(error) };
}

test.each(Object.entries(badFiles))('%s', async (name, { bytes, code, says }) => {
  const path = join(temporaryFolder(), `${name}.gguf`);
  writeFileSync(path, bytes);
  const refused = await refusal(path);
  expect(refused).toMatchObject({ code, sentence: expect.stringMatching(says) as string });
  expect(refused.sentence).toContain(`“${name}.gguf”`);
  // Each value has its place in the sentence.
  expect(refused.sentence).not.toMatch(/[{}]/);
});

test('a folder, a pipe and a file that is not there', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'folder.gguf'));
  expect(await refusal(join(folder, 'folder.gguf'))).toMatchObject({ code: 'MODEL_NOT_GGUF' });
  expect(await refusal(join(folder, 'gone.gguf'))).toMatchObject({ code: 'FILE_UNREADABLE' });
  if (process.platform === 'win32') return;
  execFileSync('mkfifo', [join(folder, 'pipe.gguf')]);
  expect(await refusal(join(folder, 'pipe.gguf'))).toMatchObject({ code: 'MODEL_NOT_GGUF' });
});

/** A file of this size with these bytes at its beginning; the rest takes no room on the disk. */
function sparse(beginning: Buffer, size: number): string {
  const path = join(temporaryFolder(), 'large.gguf');
  const file = openSync(path, 'w');
  writeSync(file, beginning);
  closeSync(file);
  truncateSync(path, size);
  return path;
}

const gigabyte = 2 ** 30;
/** The front of an array of this many texts; zeros behind it are empty texts. */
function textArray(length: number): Buffer {
  return header({ entries: 1 }, u64(1), Buffer.from('k'), u32(9), u32(8), u64(length));
}

/** The most that was held while something ran, above what was held before. */
async function mostHeld(action: () => Promise<unknown>): Promise<number> {
  const held = (): number => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  const before = held();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, held())), 2);
  try {
    await action();
  } finally {
    clearInterval(timer);
  }
  return Math.max(most, held()) - before;
}

test('a header without an end is given up, and is never held', async () => {
  const path = sparse(textArray(gigabyte), 16 * gigabyte);
  const most = await mostHeld(async () => {
    expect(await refusal(path)).toMatchObject({ code: 'MODEL_UNSUPPORTED' });
  });
  expect(most).toBeLessThan(100 * 2 ** 20);
});

test('many texts are not held even if they are asked for', async () => {
  const path = sparse(textArray(50_000_000), gigabyte);
  const reading = readGguf(path, { whole: ['k'], signal: AbortSignal.timeout(10_000) });
  await expect(reading).rejects.toMatchObject({ code: 'MODEL_UNSUPPORTED' });
});

/** The front of a text of this many bytes. */
function longText(length: number): Buffer {
  return header({ entries: 1 }, u64(1), Buffer.from('k'), u32(8), u64(length));
}

test('a text of 100 MB is passed over, one of gigabytes is refused', async () => {
  const path = sparse(longText(100_000_000), gigabyte);
  const most = await mostHeld(async () => {
    const { metadata } = await readGguf(path);
    expect(metadata.get('k')).toMatchObject({ type: 'far', of: 'u8', length: 100_000_000 });
  });
  expect(most).toBeLessThan(50 * 2 ** 20);
  const longer = sparse(longText(3 * gigabyte), 4 * gigabyte);
  expect(await refusal(longer)).toMatchObject({ code: 'MODEL_UNSUPPORTED' });
});

test('a signal ends the reading', async () => {
  const controller = new AbortController();
  const reading = readGguf(sparse(textArray(gigabyte), 16 * gigabyte), {
    signal: controller.signal,
  });
  setTimeout(() => controller.abort(), 20);
  await expect(reading).rejects.toThrow(/abort/);
});

test('whatever is changed in a header, the reader says what is wrong or reads it', async () => {
  const base = chatModel({ layers: 1, embedding: 8 });
  const good = readFileSync(await madeModel('adapter', () => loraAdapter(base, { rank: 1 })));
  const path = join(temporaryFolder(), 'changed.gguf');
  const random = seeded(17);
  const codes = new Set<string | undefined>();
  for (let i = 0; i < 400; i++) {
    const bytes = Buffer.from(good);
    const place = 4 + random.int(600);
    bytes.fill(random.pick([0, 1, 255, random.int(256)]), place, place + 1 + random.int(8));
    writeFileSync(
      path,
      bytes.subarray(0, random.int(8) === 0 ? 4 + random.int(good.length) : undefined),
    );
    const result = await readGguf(path, { signal: AbortSignal.timeout(10_000) }).catch(
      flattenError,
    );
    codes.add('code' in result ? result.code : undefined);
  }
  // Not one is a mistake of the reader's own, and not all were refused for one reason.
  expect(codes).toEqual(new Set(['MODEL_DAMAGED', 'MODEL_UNSUPPORTED', undefined]));
});
