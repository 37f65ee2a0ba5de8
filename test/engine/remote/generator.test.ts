// A server's model as a generator: its text, its limits, and what goes wrong.
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Generated, GenerateRequest, Generator } from '../../../src/engine/generator.ts';
import { sentenceOf } from '../../../src/shared/texts/format.ts';
import { chunk, sendJson } from '../../support/model-server.ts';
import { agreedServer, agreeTo, failureOf, signal, startRemote } from '../../support/remote.ts';

const usual: GenerateRequest = {
  messages: [
    { role: 'system', text: 'Be brief.' },
    { role: 'user', text: 'How many weeks of leave?' },
  ],
  adapters: [],
  maxTokens: 50,
  temperature: 0,
  seed: 7,
};

async function write(
  generator: Generator,
  request: Partial<GenerateRequest> = {},
  by: AbortSignal = signal,
): Promise<Generated & { parts: string[] }> {
  const parts: string[] = [];
  const writer = generator.write({ ...usual, ...request }, by);
  for (;;) {
    const next = await writer.next();
    if (next.done) return { parts, ...next.value };
    parts.push(next.value);
  }
}

async function lab() {
  const started = await agreedServer();
  return { ...started, generator: started.remote.generator('server:lab/writer') };
}

test('text comes as it is written, with what it took', async () => {
  const { generator, server, gate } = await lab();
  expect(generator.name).toBe('server:lab/writer');
  const written = await write(generator, { schema: { type: 'object' } });
  expect(written).toMatchObject({
    parts: ['Twelve ', 'weeks.'],
    reason: 'end',
    promptTokens: 40,
    reusedTokens: 8,
    writtenTokens: 3,
  });
  expect(written.firstTextMs).toBeLessThanOrEqual(written.tookMs);
  expect(server.asked).toHaveLength(1);
  expect(server.asked[0]!.json).toEqual({
    model: 'writer',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'How many weeks of leave?' },
    ],
    stream: true,
    stream_options: { include_usage: true },
    max_tokens: 50,
    temperature: 0,
    seed: 7,
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'answer', strict: true, schema: { type: 'object' } },
    },
  });
  expect(gate.requests()).toMatchObject([{ purpose: 'lab: an answer', host: server.host }]);
});

test('pieces of a few bytes make the same text', async () => {
  const { generator, server } = await lab();
  server.parts = ['Grüße, ', '日本 ', '👋'];
  for (const size of [1, 3, 11]) {
    server.pieceBytes = size;
    expect((await write(generator)).parts.join('')).toBe('Grüße, 日本 👋');
  }
});

test('a server that counts nothing is estimated, and one that ends at the limit says so', async () => {
  const { generator, server } = await lab();
  server.usage = null;
  server.finish = 'length';
  const { reason, promptTokens, writtenTokens } = await write(generator);
  expect(reason).toBe('limit');
  expect(promptTokens).toBeGreaterThan(5);
  expect(writtenTokens).toBeGreaterThan(1);
});

test('adapters are refused before anything is sent', async () => {
  const { generator, server } = await lab();
  const adapters = [{ name: 'tone', path: '/x', scale: 1 }];
  const failure = await failureOf(write(generator, { adapters }));
  expect(failure).toMatchObject({ code: 'SERVER_NO_ADAPTERS' });
  expect(sentenceOf(failure)).toContain('server:lab/writer');
  expect(server.connections).toBe(0);
});

test('stopping ends the text at once, and the server is left', async () => {
  const { generator, server } = await lab();
  server.parts = Array.from({ length: 1000 }, (_, i) => `${i} `);
  server.pauseMs = 20;
  const stop = new AbortController();
  const writer = generator.write(usual, stop.signal);
  await writer.next();
  const next = writer.next();
  stop.abort(new Error('enough'));
  expect(await failureOf(next)).toBe(stop.signal.reason);
  await expect.poll(() => server.asked[0]!.left).toBe(true);

  // The same for who leaves the loop, and for a server that says nothing at all.
  for await (const _ of generator.write(usual, signal)) break;
  await expect.poll(() => server.asked[1]!.left).toBe(true);
  server.instead['/v1/chat/completions'] = () => {};
  const silent = new AbortController();
  const waiting = failureOf(write(generator, {}, silent.signal));
  await expect.poll(() => server.asked.length).toBe(3);
  silent.abort();
  expect(await waiting).toMatchObject({ name: 'AbortError' });
  await expect.poll(() => server.asked[2]!.left).toBe(true);
  const already = AbortSignal.abort();
  expect(await failureOf(write(generator, {}, already))).toMatchObject({ name: 'AbortError' });
  expect(server.asked).toHaveLength(3);
});

test('what a server refuses is told with its own words', async () => {
  const { generator, server } = await lab();
  const path = '/v1/chat/completions';
  const answers: [number, unknown, Record<string, unknown>][] = [
    [401, { error: 'no' }, { code: 'SERVER_KEY', params: { name: 'lab', status: 401 } }],
    [403, {}, { code: 'SERVER_KEY', params: { name: 'lab', status: 403 } }],
    [
      404,
      { error: { message: 'model "writer" not found' } },
      { code: 'SERVER_REFUSED', params: { status: 404, reason: 'model "writer" not found' } },
    ],
    [404, '<html>nginx</html>', { code: 'SERVER_REFUSED', params: { reason: 'no reason given' } }],
    [429, {}, { code: 'SERVER_BUSY', params: { status: 429, seconds: 12 } }],
    [503, { error: { message: 'Loading model' } }, { code: 'SERVER_BUSY' }],
    [
      500,
      { detail: 'a bug' },
      { code: 'SERVER_REFUSED', params: { status: 500, reason: 'a bug' } },
    ],
    [302, {}, { code: 'SERVER_REFUSED', params: { status: 302 } }],
    [
      400,
      { error: { message: 'too long', n_prompt_tokens: 5000, n_ctx: 2048 } },
      { code: 'PROMPT_TOO_LONG', params: { tokens: 5000, limit: 2048 } },
    ],
  ];
  for (const [status, body, failure] of answers) {
    server.instead[path] = (_, response) => {
      const headers = { 'retry-after': '12', location: 'http://127.0.0.1:1/' };
      response.writeHead(status, headers);
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    const before = server.asked.length;
    const told = await failureOf(write(generator));
    expect(told, String(status)).toMatchObject(failure);
    expect(sentenceOf(told)).not.toMatch(/[{}]/);
    // Whoever asked decides whether to ask again.
    expect(server.asked).toHaveLength(before + 1);
  }
});

test('cuts and nonsense end the text with a reason; what was written was given', async () => {
  const { generator, server } = await lab();
  const path = '/v1/chat/completions';
  const begun = chunk({ delta: { content: 'half ' } });
  const cases: [(write: (text: string) => void, end: () => void) => void, string][] = [
    [(send, end) => (send(begun), setTimeout(end, 20)), 'SERVER_UNREACHABLE'],
    [(send) => send(`${begun}data: {"error":{"message":"died"}}\n\n`), 'SERVER_ANSWER'],
    [(send) => send(`${begun}data: {"cho\n\n`), 'SERVER_ANSWER'],
  ];
  for (const [misbehave, code] of cases) {
    server.instead[path] = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      misbehave(
        (text) => void response.write(text),
        () => response.destroy(),
      );
    };
    const writer = generator.write(usual, signal);
    expect((await writer.next()).value).toBe('half ');
    expect(await failureOf(writer.next()), code).toMatchObject({ code });
  }
  server.instead[path] = (_, response) => void response.end('<html>hello</html>');
  expect(await failureOf(write(generator))).toMatchObject({ code: 'SERVER_ANSWER' });
});

test('a server that is not there is told', async () => {
  const { remote, server } = await lab();
  await server.close();
  const failure = await failureOf(write(remote.generator('server:lab/writer')));
  expect(failure).toMatchObject({
    code: 'SERVER_UNREACHABLE',
    params: { name: 'lab', host: server.host, reason: 'ECONNREFUSED' },
  });
});

test('a server that writes on beyond the limit is stopped', async () => {
  const { generator, server } = await lab();
  server.parts = Array.from({ length: 100_000 }, () => 'and so on ');
  const { reason, parts } = await write(generator, { maxTokens: 20 });
  expect(reason).toBe('limit');
  expect(parts.join('').length).toBeLessThan(20 * 16 + 20);
  await expect.poll(() => server.asked[0]!.left).toBe(true);
});

test('thoughts are no answer, whether they are set apart or not', async () => {
  const { generator, server } = await lab();
  server.parts = ['<thi', 'nk>Hm, weeks', '</think>', '\n\nTwelve', ' weeks.'];
  expect((await write(generator)).parts.join('')).toBe('Twelve weeks.');
  server.instead['/v1/chat/completions'] = (_, response) => {
    response.write(chunk({ delta: { reasoning_content: 'Hm, ' } }));
    response.write(chunk({ delta: { reasoning: 'weeks' } }));
    response.end(chunk({ delta: { content: 'Twelve.' }, finish_reason: 'stop' }));
  };
  expect((await write(generator)).parts).toEqual(['Twelve.']);
  server.instead['/v1/chat/completions'] = (_, response) => {
    response.write(chunk({ delta: { reasoning_content: 'Hm, ' } }));
    response.end(chunk({ delta: {}, finish_reason: 'length' }));
  };
  expect(await failureOf(write(generator))).toMatchObject({
    code: 'SERVER_ANSWER',
    params: { reason: expect.stringContaining('thoughts') as string },
  });
});

test('what a server does not know of a request is left out', async () => {
  const { generator, server } = await lab();
  const path = '/v1/chat/completions';
  server.instead[path] = ({ json }, response) => {
    const refuse = (message: string) => sendJson(response, { error: { message } }, 400);
    if (json?.['stream_options']) return refuse('Unknown field: stream_options');
    if (json?.['max_tokens']) return refuse("Use 'max_completion_tokens' instead.");
    if (json?.['seed'] !== undefined) return refuse('seed is not supported');
    response.end(chunk({ delta: { content: 'x' }, finish_reason: 'stop' }));
  };
  expect((await write(generator)).parts).toEqual(['x']);
  expect(server.asked).toHaveLength(4);
  expect(server.asked[3]!.json).toMatchObject({ max_completion_tokens: 50, temperature: 0 });
  // What stays refused is not asked for ever.
  server.instead[path] = (_, response) =>
    sendJson(response, { error: { message: 'stream_options' } }, 400);
  expect(await failureOf(write(generator))).toMatchObject({ code: 'SERVER_REFUSED' });
  expect(server.asked).toHaveLength(6);
});

test('each kind of server tells its context in its own way', async () => {
  const found = async (
    models: Record<string, unknown>[],
    answers: Record<string, unknown> = {},
    wanted = 8192,
  ) => {
    const { remote, server, settings } = await agreedServer();
    settings.contextSize = wanted;
    server.models = models;
    for (const [path, value] of Object.entries(answers)) {
      server.instead[path] = (_, response) => sendJson(response, value);
    }
    const generator = remote.generator('server:lab/org/writer:8b');
    const size = await generator.contextSize(signal);
    const asked = server.asked.length;
    // Known for a while.
    expect(await generator.contextSize(signal)).toBe(size);
    expect(server.asked).toHaveLength(asked);
    return size;
  };
  const id = 'org/writer:8b';
  expect(
    await found([
      { id: 'other', max_model_len: 1024 },
      { id, max_model_len: 32_768 },
    ]),
  ).toBe(32_768);
  expect(await found([{ id, context_length: 131_072 }])).toBe(131_072);
  expect(await found([{ id, meta: { n_ctx: 16_384 } }])).toBe(16_384);
  const props = { default_generation_settings: { n_ctx: 6144 } };
  expect(await found([{ id, meta: { n_ctx_train: 40_960 } }], { '/props': props })).toBe(6144);
  // LM Studio says 200 to what it does not know.
  const unknown = { error: 'Unexpected endpoint or method.' };
  const studio = {
    '/props': unknown,
    [`/api/v0/models/${encodeURIComponent(id)}`]: { loaded_context_length: 4352 },
  };
  expect(await found([{ id }], studio)).toBe(4352);
  const ps = { models: [{ name: id, context_length: 12_288 }] };
  expect(await found([{ id, owned_by: 'library' }], { '/api/ps': ps })).toBe(12_288);
  // Not loaded yet: what Ollama gives by itself, as it cuts what is longer without a word.
  expect(await found([{ id, owned_by: 'library' }], { '/api/ps': { models: [] } })).toBe(4096);
  expect(await found([{ id }])).toBe(8192);
  expect(await found([{ id, max_model_len: -5 }], {}, 2048)).toBe(2048);
});

test('tokens are counted by a server that does, else estimated without sending any text', async () => {
  const text = 'Parents get twelve weeks of paid leave.';
  const messages = [{ role: 'user', text }] as const;
  const counting: [unknown, number][] = [
    [{ tokens: [1, 2, 3, 4, 5] }, 13],
    [{ count: 9, max_model_len: 100, tokens: [] }, 17],
  ];
  for (const [answer, tokens] of counting) {
    const { generator, server } = await lab();
    server.instead['/tokenize'] = (_, response) => sendJson(response, answer);
    expect(await generator.countTokens(messages, signal)).toBe(tokens);
    expect(server.asked.at(-1)!.json).toMatchObject({
      content: text,
      prompt: text,
      model: 'writer',
    });
  }
  const { generator, server } = await lab();
  for (let i = 0; i < 3; i++) {
    const estimate = await generator.countTokens(messages, signal);
    expect(estimate).toBeGreaterThan(7);
    expect(estimate).toBeLessThan(30);
  }
  expect(server.asked).toHaveLength(1);
  expect(JSON.stringify(server.asked)).not.toContain('weeks');
});

test('two servers with a model of the same name are two', async () => {
  const first = await agreedServer();
  const second = await agreedServer();
  await agreeTo(first.remote, second.server.address, 'second');
  first.server.parts = ['first'];
  second.server.parts = ['second'];
  expect((await write(first.remote.generator('server:lab/writer'))).parts).toEqual(['first']);
  expect((await write(first.remote.generator('server:second/writer'))).parts).toEqual(['second']);
});

test('without a server there is no connection', async () => {
  const { remote, gate } = await startRemote();
  expect(remote.chosenChat()).toBeNull();
  expect(remote.checkSettings({ chatModel: 'a model of this machine' })).toEqual({
    chatModel: 'a model of this machine',
  });
  await delay(0);
  expect(gate.requests()).toEqual([]);
});
