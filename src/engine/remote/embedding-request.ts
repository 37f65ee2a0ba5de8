// Vectors of texts from a server: POST /v1/embeddings
// (https://platform.openai.com/docs/api-reference/embeddings). A text that the model does not take for
// its length is split, and its vector is that of all of its parts: nothing of it is cut off.
import { LorekeepError } from '../../shared/errors.ts';
import { pause } from '../calls/feed.ts';
import { fieldsOf, unclear } from './server-errors.ts';
import type { ServerVisit } from './server-visit.ts';

export interface EmbeddingRequest {
  visit: ServerVisit;
  model: string;
  /** Put before each text. */
  prefix: string;
  /** Milliseconds before each new try after a failure that may pass; none for one try. */
  waits: readonly number[];
  signal: AbortSignal;
}

/** Milliseconds before each new try of what is not waited for by a person. */
export const patientWaits: readonly number[] = [1000, 2000, 5000, 10_000, 20_000];

const seconds = 120;
const batchSize = 32;
/** A text that is refused although it is shorter than this is refused for another reason. */
const shortest = 200;
/** A server that is busy for longer is left to the next start. */
const longestBusySeconds = 60;

/**
 * The vectors of texts, in order, all of one length of their own.
 *
 * @throws LorekeepError SERVER_*; the signal's reason
 */
export async function embedTexts(
  request: EmbeddingRequest,
  texts: readonly string[],
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (let at = 0; at < texts.length; at += batchSize) {
    vectors.push(...(await embedBatch(request, texts.slice(at, at + batchSize))));
  }
  return vectors;
}

async function embedBatch(
  request: EmbeddingRequest,
  texts: readonly string[],
): Promise<Float32Array[]> {
  try {
    return await patiently(request, () => send(request, texts));
  } catch (error) {
    const [first, ...others] = texts;
    if (!isTooLong(error) || first === undefined) throw error;
    if (others.length > 0) {
      // One of them, or all together.
      const half = Math.ceil(texts.length / 2);
      const left = await embedBatch(request, texts.slice(0, half));
      return [...left, ...(await embedBatch(request, texts.slice(half)))];
    }
    if (first.length < shortest) throw error;
    const halves = halvesOf(first);
    return [joined(halves, await embedBatch(request, halves))];
  }
}

async function send(
  { visit, model, prefix, signal }: EmbeddingRequest,
  texts: readonly string[],
): Promise<Float32Array[]> {
  const input = texts.map((text) => prefix + text);
  const json = { model, input, encoding_format: 'float' };
  const asking = { purpose: 'vectors', seconds, signal } as const;
  const answer = await visit.post('/v1/embeddings', json, asking);
  const { data } = fieldsOf(answer);
  const { name } = visit.server();
  if (!Array.isArray(data) || data.length !== texts.length) {
    throw unclear(name, 'there is not one vector for each text');
  }
  const vectors: (Float32Array | undefined)[] = texts.map(() => undefined);
  for (const [i, one] of data.entries()) {
    const { index, embedding } = fieldsOf(one);
    const place = typeof index === 'number' ? index : i;
    const vector = vectorOf(embedding);
    if (vector && place in vectors) vectors[place] = vector;
  }
  const length = vectors[0]?.length;
  return vectors.map((vector) => {
    if (!vector || vector.length !== length) throw unclear(name, 'its vectors are none');
    return vector;
  });
}

/** Null for what is no vector, or one without a direction. */
function vectorOf(value: unknown): Float32Array | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const numbers: unknown[] = value;
  if (!numbers.every((one) => typeof one === 'number' && Number.isFinite(one))) return null;
  return Float32Array.from(numbers as number[]);
}

async function patiently<T>(
  { waits, signal }: EmbeddingRequest,
  work: () => Promise<T>,
): Promise<T> {
  for (let failures = 0; ; failures++) {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      const least = isTooLong(error) ? null : passesAfter(error);
      const wait = waits[failures];
      if (least === null || wait === undefined) throw error;
      await pause(Math.max(wait, least), signal);
      signal.throwIfAborted();
    }
  }
}

/** Milliseconds after which a failure may have passed; null for one that does not pass. */
function passesAfter(error: unknown): number | null {
  if (!(error instanceof LorekeepError)) return null;
  const { code, params } = error;
  if (code === 'SERVER_UNREACHABLE') return 0;
  if (code === 'SERVER_REFUSED') return Number(params['status']) >= 500 ? 0 : null;
  if (code !== 'SERVER_BUSY') return null;
  const busy = Number(params['seconds']);
  return busy <= longestBusySeconds ? busy * 1000 : null;
}

/** Servers say it in words of their own, some with a status of 500. */
function isTooLong(error: unknown): boolean {
  if (!(error instanceof LorekeepError)) return false;
  const { code, params } = error;
  if (code === 'PROMPT_TOO_LONG') return true;
  if (code !== 'SERVER_REFUSED') return false;
  if (params['status'] === 413) return true;
  return /too (large|long|many)|exceed|context (length|size|window)|maximum|batch size/i.test(
    String(params['reason']),
  );
}

/** Parts of about the same length, at white space if there is some near the middle. */
function halvesOf(text: string): [string, string] {
  const middle = Math.floor(text.length / 2);
  const space = text.lastIndexOf(' ', middle);
  const near = space > text.length / 4 ? space : middle;
  // Not between the two units of one sign.
  const cut = /^[\uDC00-\uDFFF]/.test(text.slice(near)) ? near + 1 : near;
  return [text.slice(0, cut), text.slice(cut)];
}

/** A part counts by its length. */
function joined(parts: readonly string[], vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(vectors[0]!.length);
  for (const [i, vector] of vectors.entries()) {
    const weight = parts[i]!.length / (Math.hypot(...vector) || 1);
    for (const [at, value] of vector.entries()) sum[at]! += value * weight;
  }
  return sum;
}
