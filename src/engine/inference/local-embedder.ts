// An embedding model of this machine as an embedder.
import { createHash } from 'node:crypto';
import type { ChunkSize, Embedder } from '../embedder.ts';
import { tokenCounter } from '../text/count-tokens.ts';
import type { Inference } from './inference.ts';
import type { LoadRequest } from './protocol.ts';

/** What stands in front of a question and of a document. */
export interface Prefixes {
  query: string;
  document: string;
}

export interface LocalEmbedderParts {
  inference: Pick<Inference, 'load' | 'embedDocuments' | 'embedQuery' | 'unload'>;
  /** How it is loaded; asked each time, as settings change. @throws LorekeepError MODEL_MISSING */
  request(): LoadRequest;
  /** Tells its file from all others. */
  fingerprint: string;
  prefixes: Prefixes;
  /** Chunks stay as they are, whatever embeds them. */
  chunkSize: ChunkSize;
}

/**
 * What its opinion counts beside the words of a search: between the built-in one, which is weak,
 * and the words. Nothing better is known of a model before questions with known answers are asked.
 */
const weight = 0.4;
/** Assumed until it is measured: what models of this kind give to sentences of other subjects. */
const unrelated = 0.3;
/** Tokens that the process is given at once: between two of these, embedding can be stopped. */
const tokensAtOnce = 8192;
/** Another way of making vectors of the same file is another number. */
const version = 1;

/** Vectors are compared only if file, prefixes and way of making them are the same. */
export function localEmbedderId({
  fingerprint,
  prefixes,
}: Pick<LocalEmbedderParts, 'fingerprint' | 'prefixes'>): string {
  const what = JSON.stringify([version, fingerprint, prefixes.query, prefixes.document]);
  return `gguf ${createHash('sha256').update(what).digest('hex').slice(0, 32)}`;
}

/**
 * @param dimensionsOf length of the vectors that there are by an id; null if there are none: the
 *   model is loaded to ask it
 * @throws LorekeepError MODEL_MISSING, MODEL_NOT_LOADED, MODEL_CRASHES; the signal's reason
 */
export async function openLocalEmbedder(
  parts: LocalEmbedderParts,
  dimensionsOf: (id: string) => number | null,
  signal: AbortSignal,
): Promise<Embedder> {
  const { inference, request, prefixes, chunkSize } = parts;
  const id = localEmbedderId(parts);
  const { name } = request();
  const dimensions = dimensionsOf(id) ?? (await inference.load(request(), signal)).dimensions;
  const closing = new AbortController();

  async function embed(texts: readonly string[], stop: AbortSignal): Promise<Int8Array[]> {
    const vectors: Int8Array[] = [];
    for (const batch of batchesOf(texts, chunkSize)) {
      stop.throwIfAborted();
      vectors.push(...(await inference.embedDocuments(request(), batch, stop, prefixes.document)));
    }
    for (const vector of vectors) check(vector);
    return vectors;
  }

  function check(vector: { length: number }): void {
    if (vector.length === dimensions) return;
    throw new Error(`a vector of ${vector.length} numbers instead of ${dimensions}`);
  }

  return {
    id,
    name,
    dimensions,
    weight,
    unrelated,
    chunkSize,
    embedDocuments(texts, stop) {
      // A text of nothing has no direction, and would get that of the prefix.
      const said = texts.filter((text) => text.trim() !== '');
      return embed(said, AbortSignal.any([stop, closing.signal])).then((vectors) => {
        const made = vectors.values();
        return texts.map((text) =>
          text.trim() === '' ? new Int8Array(dimensions) : made.next().value!,
        );
      });
    },
    async embedQuery({ text }) {
      const asked = prefixes.query + text;
      const vector = await inference.embedQuery(request(), asked, closing.signal);
      check(vector);
      return vector;
    },
    async close() {
      closing.abort();
      // The one that searches are embedded with rests by itself, see `inference.ts`.
      if (request().role === 'building') await inference.unload('building');
    },
  };
}

function* batchesOf(texts: readonly string[], { measure }: ChunkSize): Generator<string[]> {
  let batch: string[] = [];
  const count = tokenCounter(measure);
  let tokens = 0;
  for (const text of texts) {
    const own = count(text);
    if (batch.length > 0 && tokens + own > tokensAtOnce) {
      yield batch;
      [batch, tokens] = [[], 0];
    }
    batch.push(text);
    tokens += own;
  }
  if (batch.length > 0) yield batch;
}
