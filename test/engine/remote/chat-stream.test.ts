// Streams as servers write them, and as they should not.
import { expect, test } from 'vitest';
import { readChat } from '../../../src/engine/remote/chat-stream.ts';
import { eventsOf } from '../../../src/engine/remote/sse.ts';
import { createThoughtFilter } from '../../../src/engine/remote/thoughts.ts';
import { chunk } from '../../support/model-server.ts';

const server = { name: 'lab', host: 'lab:1' };

async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array, void> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string, size = 7) {
  const chat = readChat(inPieces(text, size), server);
  let written = '';
  for (;;) {
    const next = await chat.next();
    if (next.done) return { written, ...next.value };
    written += next.value.text;
  }
}

const words = ['Grüße ', '👩‍👩‍👧 ', '日本', '\n\ndata: [DONE]'];
const texts = words.map((content) => chunk({ delta: { content } })).join('');
const end = chunk({ delta: {}, finish_reason: 'stop' });

test('letters that are cut anywhere come out whole', async () => {
  const stream = `: hello\n\n${texts}${end}data: [DONE]\n\n`;
  for (let size = 1; size < 40; size++) {
    expect(await read(stream, size), String(size)).toMatchObject({
      written: words.join(''),
      reason: 'end',
    });
  }
  // Other ends of lines, events over several lines, and no empty line at the end.
  for (const lineEnd of ['\r\n', '\r']) {
    for (const size of [1, 2, 5, 10_000]) {
      const other = stream.replaceAll('\n', lineEnd);
      expect((await read(other, size)).written).toBe(words.join(''));
    }
  }
  const folded = 'data: {"choices":[\ndata:{"delta":{"content":"x"},"finish_reason":"stop"}]}';
  expect((await read(folded)).written).toBe('x');
});

test('the end says why, and what the server counted', async () => {
  const usage = { prompt_tokens: 9, completion_tokens: 2 };
  const cut = chunk({ delta: { content: 'x' }, finish_reason: 'length' });
  const counted = `data: ${JSON.stringify({ choices: [], usage })}\n\n`;
  expect(await read(cut + counted)).toEqual({
    written: 'x',
    reason: 'limit',
    usage: { prompt: 9, written: 2, reused: 0 },
  });
  expect(await read(`${cut}data: [DONE]\n\n`)).toMatchObject({ usage: null });
});

test('a server that does not stream is understood', async () => {
  const whole = {
    object: 'chat.completion',
    choices: [{ message: { role: 'assistant', content: 'All\nof it' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 5, completion_tokens: 3 },
  };
  for (const text of [JSON.stringify(whole), JSON.stringify(whole, null, 2)]) {
    expect(await read(text)).toEqual({
      written: 'All\nof it',
      reason: 'end',
      usage: { prompt: 5, written: 3, reused: 0 },
    });
  }
  const parts = [
    { type: 'text', text: 'in ' },
    { type: 'text', text: 'parts' },
  ];
  const inParts = { choices: [{ message: { content: parts } }] };
  expect((await read(JSON.stringify(inParts))).written).toBe('in parts');
});

test('failures in the middle, cuts and nonsense are told', async () => {
  const begun = chunk({ delta: { content: 'half' } });
  const reasons: Record<string, string> = {
    [`${begun}data: {"error":{"message":"out of memory"}}\n\n`]: 'out of memory',
    [`${begun}error: {"code":500,"message":"slot died"}\n\n`]: 'slot died',
    [`${begun}event: error\ndata: {"message":"gone"}\n\n`]: 'gone',
    [`${begun}data: {"error":"plain words"}\n\n`]: 'plain words',
    [`${begun}data: {"object":"error","message":"as vLLM says it"}\n\n`]: 'as vLLM says it',
    [begun]: 'breaks off',
    '': 'breaks off',
    [`${begun}data: {"choices":\n\n`]: 'no JSON',
    '<html>Not here</html>': 'no JSON',
    '{"error":"Unexpected endpoint"}': 'Unexpected endpoint',
    '{"hello":"world"}': 'no answer',
  };
  for (const [text, reason] of Object.entries(reasons)) {
    const failure = await read(text).catch((error: unknown) => error);
    expect(failure, text).toMatchObject({ code: 'SERVER_ANSWER', params: { name: 'lab' } });
    expect((failure as { params: { reason: string } }).params.reason, text).toContain(reason);
  }
  // What a server says is one short line, and never a cause, which would be logged.
  const long = `data: {"error":{"message":"${'secret\\n'.repeat(500)}"}}\n\n`;
  const failure = (await read(long).catch((error: unknown) => error)) as Error & {
    params: { reason: string };
  };
  expect(failure.params.reason.length).toBeLessThan(250);
  expect(failure.params.reason).not.toContain('\n');
  const nonsense = (await read('data: secret\n\n').catch((error: unknown) => error)) as Error;
  expect(nonsense.cause).toBeUndefined();
  const tooLong =
    '{"error":{"message":"x","type":"exceed_context_size_error","n_prompt_tokens":9000,"n_ctx":4096}}';
  await expect(read(`data: ${tooLong}\n\n`)).rejects.toMatchObject({
    code: 'PROMPT_TOO_LONG',
    params: { tokens: 9000, limit: 4096 },
  });
});

test('a line and a body without an end are given up', async () => {
  async function* endless(part: string): AsyncGenerator<Uint8Array, void> {
    const bytes = Buffer.from(part.repeat(100_000));
    for (;;) yield bytes;
  }
  for (const part of ['data: x', 'no event at all\n']) {
    const chat = readChat(endless(part), server);
    await expect(chat.next(), part).rejects.toMatchObject({ code: 'SERVER_ANSWER' });
  }
});

test('events are told from lines that are none', async () => {
  const events = [];
  const text = 'id: 3\nretry: 5\n:x\n\ndata\ndata:  y\n\nwhatever: z\n';
  for await (const event of eventsOf(inPieces(text, 100))) if (event) events.push(event);
  expect(events).toEqual([
    { field: 'data', text: '\n y' },
    { field: 'other', text: 'whatever: z' },
  ]);
});

test('thoughts in front of an answer are left out, however they are cut', () => {
  const answers: [string, string][] = [
    ['<think>Let me see.\nHm.</think>\n\nTwelve weeks.', 'Twelve weeks.'],
    ['\n <think></think>x', 'x'],
    ['<think>never ends', ''],
    ['<thin air', '<thin air'],
    ['<thi', '<thi'],
    ['No <think>at all</think>', 'No <think>at all</think>'],
    ['', ''],
    ['  plain', '  plain'],
  ];
  for (const [text, answer] of answers) {
    for (let size = 1; size <= text.length + 1; size++) {
      const filter = createThoughtFilter();
      let shown = '';
      for (let at = 0; at < text.length; at += size)
        shown += filter.take(text.slice(at, at + size));
      expect(shown + filter.end(), `${text} by ${size}`).toBe(answer);
    }
  }
});
