// An embedding model of a server as an embedder.
import { createHash } from 'node:crypto';
import type { Embedder } from '../embedder.ts';
import { abortable } from '../calls/abortable.ts';
import { quantise } from '../vectors/quantise.ts';
import { type EmbedderFacts, isStillSame } from './embedder-facts.ts';
import { embedTexts, patientWaits } from './embedding-request.ts';
import { unclear } from './server-errors.ts';
import type { ServerVisit } from './server-visit.ts';

/** What stands in front of a question and of a document. */
export interface Prefixes {
  query: string;
  document: string;
}

export interface RemoteEmbedderParts {
  /** As people choose it: `server:NAME/MODEL`. */
  name: string;
  model: string;
  /** The server's base address. */
  address: string;
  visit: ServerVisit;
  prefixes: Prefixes;
  facts: EmbedderFacts;
  /** Milliseconds before new tries. */
  waits?: readonly number[];
}

/**
 * What its opinion counts beside the words of a search. Models differ, and nothing is measured of one
 * that only its server knows: more than the built-in one, less than the words.
 */
const weight = 0.4;
/** A person waits for a search. */
const querySeconds = 20;

export function remoteEmbedder(parts: RemoteEmbedderParts): Embedder {
  const { name, model, visit, prefixes, facts, waits = patientWaits } = parts;
  const { dimensions, unrelated } = facts;
  const closing = new AbortController();
  let checked: Promise<void> | null = null;

  /** Once a run, before the first vector: what is there is of the same model. */
  async function check(): Promise<void> {
    const signal = closing.signal;
    const request = { visit, model, prefix: prefixes.document, waits, signal };
    if (await isStillSame(request, facts)) return;
    const reason = `“${model}” is another model there than the one that was chosen; choose it again, and documents are embedded anew`;
    throw unclear(visit.server().name, reason);
  }

  async function embed(
    texts: readonly string[],
    how: { prefix: string; waits: readonly number[]; signal: AbortSignal },
  ): Promise<Float32Array[]> {
    how.signal.throwIfAborted();
    checked ??= check().catch((error: unknown) => {
      // Another try may find it well.
      checked = null;
      throw error;
    });
    await abortable(checked, how.signal);
    const said = texts.filter((text) => text.trim() !== '');
    const vectors = await embedTexts({ visit, model, ...how }, said);
    if (vectors.some(({ length }) => length !== dimensions)) {
      throw unclear(visit.server().name, `its vectors have not ${dimensions} numbers any more`);
    }
    const made = vectors.values();
    // A text of nothing has no direction.
    return texts.map((text) =>
      text.trim() === '' ? new Float32Array(dimensions) : made.next().value!,
    );
  }

  return {
    id: idOf(parts),
    name,
    dimensions,
    weight,
    unrelated,
    // As the built-in one: what is shorter than this fits every model's context.
    chunkSize: { measure: 'word-pieces', most: 250, least: 50 },
    async embedDocuments(texts, signal) {
      const both = AbortSignal.any([signal, closing.signal]);
      const vectors = await embed(texts, { prefix: prefixes.document, waits, signal: both });
      return vectors.map(quantise);
    },
    async embedQuery({ text }) {
      const late = AbortSignal.timeout(querySeconds * 1000);
      const signal = AbortSignal.any([closing.signal, late]);
      try {
        const [vector] = await embed([text], { prefix: prefixes.query, waits: [], signal });
        return vector!;
      } catch (error) {
        if (!late.aborted) throw error;
        throw unclear(visit.server().name, `no vector within ${querySeconds} s`);
      }
    },
    close() {
      closing.abort();
      return Promise.resolve();
    },
  };
}

/**
 * Vectors are compared only if server, name and mark of the model, and what stands before the texts
 * are the same.
 */
function idOf({ address, model, prefixes, facts }: RemoteEmbedderParts): string {
  const how = JSON.stringify([prefixes.query, prefixes.document, facts.mark]);
  const hash = createHash('sha256').update(how).digest('hex').slice(0, 16);
  return `server ${address} ${model} ${hash}`;
}
