// A server's model as an embedder.
import { expect, test } from 'vitest';
import { embedTexts } from '../../../src/engine/remote/embedding-request.ts';
import { createServerVisit } from '../../../src/engine/remote/server-visit.ts';
import { inputOf, lettersOf, type ModelServer, sendJson } from '../../support/model-server.ts';
import { agreedServer, agreeTo, failureOf, signal, type TestRemote } from '../../support/remote.ts';

const path = '/v1/embeddings';
const first = { again: false, signal };

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const dot = Array.from(a).reduce((sum, value, i) => sum + value * b[i]!, 0);
  return dot / (Math.hypot(...Array.from(a)) * Math.hypot(...Array.from(b)));
}

/** Texts that were sent to be embedded, without those of ours. */
function sent(server: ModelServer, since = 0): string[] {
  return server.asked
    .slice(since)
    .filter((asked) => asked.path === path)
    .flatMap(inputOf);
}

/** Embeds with pauses of a test's length. */
function embed(
  { gate, library }: TestRemote,
  texts: string[],
  waits: number[] = [1, 1, 1],
  by = signal,
) {
  const row = () => library.remoteServers.find('lab')!;
  const visit = createServerVisit({ gate, version: 'test', row, key: () => Promise.resolve(null) });
  return embedTexts({ visit, model: 'writer', prefix: '', waits, signal: by }, texts);
}

test('vectors come in order, in batches, each of the text that it is of', async () => {
  const { remote, server } = await agreedServer();
  const embedder = await remote.embedder('server:lab/writer', first);
  expect(embedder).toMatchObject({ name: 'server:lab/writer', dimensions: 26 });
  expect(embedder.unrelated).toBeGreaterThan(0.3);
  expect(embedder.unrelated).toBeLessThan(0.95);
  const learned = server.asked.length;
  const texts = Array.from({ length: 70 }, (_, i) => `${'abcdefg'[i % 7]!.repeat(i + 1)} text`);
  const vectors = await embedder.embedDocuments(['', ...texts, ' \n'], signal);
  expect(vectors).toHaveLength(72);
  expect([...vectors[0]!, ...vectors[71]!].every((value) => value === 0)).toBe(true);
  for (const [i, text] of texts.entries()) {
    expect(cosine(vectors[i + 1]!, lettersOf(text)), text).toBeGreaterThan(0.99);
    expect(Math.max(...vectors[i + 1]!)).toBe(127);
  }
  // One sentence of ours to see that it is the same model, then three batches.
  expect(server.asked.slice(learned).map((asked) => inputOf(asked).length)).toEqual([1, 32, 32, 6]);
  const query = await embedder.embedQuery({ text: 'aaa', words: [] });
  expect(cosine(query, lettersOf('aaa'))).toBeGreaterThan(0.99);
  await embedder.close();
});

test('what stands before questions and documents is sent with them', async () => {
  const { remote, server } = await agreedServer();
  const embedder = await remote.embedder('server:lab/prefixed', first);
  const since = server.asked.length;
  await embedder.embedDocuments(['leave'], signal);
  await embedder.embedQuery({ text: 'weeks', words: [] });
  expect(sent(server, since).slice(-2)).toEqual(['d: leave', 'q: weeks']);
});

test('ids tell servers and models apart; what is known of them is kept', async () => {
  const { remote, server } = await agreedServer();
  const other = await agreedServer();
  await agreeTo(remote, other.server.address, 'other');
  const names = ['server:lab/writer', 'server:lab/prefixed', 'server:other/writer'];
  const embedders = await Promise.all(names.map((name) => remote.embedder(name, first)));
  const ids = embedders.map(({ id }) => id);
  expect(new Set(ids).size).toBe(3);
  expect(ids[0]).toContain(server.host);
  expect(ids[0]).toContain('writer');
  // Made again without asking the server, also when it is not there.
  const asked = server.asked.length;
  await server.close();
  expect((await remote.embedder('server:lab/writer', first)).id).toBe(ids[0]);
  expect(server.asked).toHaveLength(asked);
});

test('another model under the same name is noticed before its vectors meet the others', async () => {
  const { remote, server } = await agreedServer();
  const name = 'server:lab/writer';
  const before = await remote.embedder(name, first);
  server.embed = (text) => lettersOf(text).toReversed();
  const since = server.asked.length;
  const failure = await failureOf(before.embedDocuments(['private text'], signal));
  expect(failure).toMatchObject({ code: 'SERVER_ANSWER' });
  expect(sent(server, since).join(' ')).not.toContain('private');
  expect((await remote.embedder(name, first)).id).toBe(before.id);
  const chosenAgain = await remote.embedder(name, { again: true, signal });
  expect(chosenAgain.id).not.toBe(before.id);
  await chosenAgain.embedDocuments(['text'], signal);
  // The same one stays the same, whatever its server rounds.
  server.embed = (text) =>
    lettersOf(text)
      .toReversed()
      .map((value, i) => value + i / 1000);
  expect((await remote.embedder(name, { again: true, signal })).id).toBe(chosenAgain.id);
  server.embed = () => [1, 2, 3];
  expect((await remote.embedder(name, { again: true, signal })).dimensions).toBe(3);
});

test('what may pass is tried again, and only that', async () => {
  const started = await agreedServer();
  const { server } = started;
  const failures = [503, 500, 429];
  server.instead[path] = (asked, response) => {
    const status = failures.shift();
    if (status) return sendJson(response.setHeader('retry-after', '0'), {}, status);
    const data = inputOf(asked).map((text) => ({ embedding: lettersOf(text) }));
    sendJson(response, { data });
  };
  expect(await embed(started, ['x'])).toHaveLength(1);
  expect(server.asked).toHaveLength(4);
  for (const [status, tries] of [
    [400, 1],
    [401, 1],
    [404, 1],
    [500, 4],
  ] as const) {
    const before = server.asked.length;
    server.instead[path] = (_, response) => sendJson(response, { error: 'no' }, status);
    await failureOf(embed(started, ['x']));
    expect(server.asked.length - before, String(status)).toBe(tries);
  }
  // A pause ends when it is stopped.
  const stop = new AbortController();
  const waiting = failureOf(embed(started, ['x'], [600_000], stop.signal));
  const before = server.asked.length;
  await expect.poll(() => server.asked.length).toBe(before + 1);
  stop.abort();
  expect(await waiting).toMatchObject({ name: 'AbortError' });
});

test('a search does not wait through failures', async () => {
  const { remote, server } = await agreedServer();
  const embedder = await remote.embedder('server:lab/writer', first);
  await embedder.embedQuery({ text: 'x', words: [] });
  const before = server.asked.length;
  server.instead[path] = (_, response) => sendJson(response, {}, 500);
  expect(await failureOf(embedder.embedQuery({ text: 'x', words: [] }))).toMatchObject({
    code: 'SERVER_REFUSED',
  });
  expect(server.asked).toHaveLength(before + 1);
});

test('a text that is too long is split and counts as a whole', async () => {
  const started = await agreedServer();
  const { server } = started;
  const most = 300;
  for (const [status, message] of [
    [500, 'input is too large to process. increase the physical batch size'],
    [400, 'This model has a maximum context length of 64 tokens'],
    [413, ''],
  ] as const) {
    const taken: string[] = [];
    server.instead[path] = (asked, response) => {
      const input = inputOf(asked);
      if (input.some((text) => text.length > most)) {
        return sendJson(response, { error: { message } }, status);
      }
      taken.push(...input);
      sendJson(response, { data: input.map((text) => ({ embedding: lettersOf(text) })) });
    };
    const long = `${'aaaa '.repeat(100)}${'bbbb '.repeat(100)}😀`;
    const [short, split] = await embed(started, ['cc', long]);
    expect(cosine(short!, lettersOf('cc'))).toBeGreaterThan(0.99);
    expect(cosine(split!, lettersOf(long))).toBeGreaterThan(0.95);
    // Nothing of it is lost, and no sign is cut in two.
    expect(taken.filter((text) => text !== 'cc').join('')).toBe(long);
  }
  server.instead[path] = (_, response) => sendJson(response, { error: 'too long' }, 400);
  expect(await failureOf(embed(started, ['a few words']))).toMatchObject({
    code: 'SERVER_REFUSED',
  });
});

test('answers that are none are told', async () => {
  const started = await agreedServer();
  const { server } = started;
  const vector = lettersOf('x');
  for (const answer of [
    {},
    [],
    { data: [] },
    { data: [{ embedding: vector }] },
    { data: [{ embedding: vector }, { embedding: vector.slice(1) }] },
    { data: [{ embedding: vector }, { embedding: ['a', 'b'] }] },
    { data: [{ embedding: vector }, { embedding: [null] }] },
    {
      data: [
        { index: 0, embedding: vector },
        { index: 0, embedding: vector },
      ],
    },
    {
      data: [
        { index: 0, embedding: vector },
        { index: 5, embedding: vector },
      ],
    },
  ]) {
    server.instead[path] = (_, response) => sendJson(response, answer);
    expect(await failureOf(embed(started, ['x', 'y'])), JSON.stringify(answer)).toMatchObject({
      code: 'SERVER_ANSWER',
    });
  }
  server.instead[path] = (_, response) => void response.end('no JSON');
  expect(await failureOf(embed(started, ['x']))).toMatchObject({ code: 'SERVER_ANSWER' });
});

test('an embedder that is closed stops what it does', async () => {
  const { remote, server } = await agreedServer();
  const embedder = await remote.embedder('server:lab/writer', first);
  server.instead[path] = () => {};
  const waiting = failureOf(embedder.embedDocuments(['x'], signal));
  const asked = server.asked.length;
  await expect.poll(() => server.asked.length).toBe(asked + 1);
  await embedder.close();
  expect(await waiting).toMatchObject({ name: 'AbortError' });
  await expect.poll(() => server.asked.at(-1)!.left).toBe(true);
});
