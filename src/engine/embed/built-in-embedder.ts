// The embedder that ships with the app: a table of word vectors that tools/embedder trained. It
// knows which words belong together, in the languages it was trained on, and takes no account of
// their order; it makes thousands of vectors a second on one core.
import { join } from 'node:path';
import { startThread, type Thread } from '../calls/thread.ts';
import type { Embedder } from '../embedder.ts';
import type { EmbedderThread } from './embedder.thread.ts';

/** Of the file that ships; another table is another id, so that vectors of the two never meet. */
export const builtInId = 'static-words-2';
const dimensions = 256;
/**
 * A query of which the table knows less than this part of the words is one it has no opinion on:
 * what it would find are places that look like the few words it knows.
 */
const leastKnown = 0.4;

/**
 * Scripts in which it does not help yet: pairs of characters carry too little meaning (measured
 * for Chinese). It stays silent there and leaves the ranking to the words.
 */
const unhelpful = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u;

/**
 * @param folder the shipped folder of the model
 */
export function createBuiltInEmbedder(threadUrl: URL, folder: string): Embedder {
  let opened: Promise<Thread<EmbedderThread>> | null = null;

  /** Its thread starts with the first text. */
  function remote() {
    opened ??= open();
    return opened.then((thread) => thread.remote);
  }

  async function open(): Promise<Thread<EmbedderThread>> {
    const thread = startThread<EmbedderThread>(threadUrl, null);
    await thread.remote.open(join(folder, 'words.bin'), builtInId);
    return thread;
  }

  return {
    id: builtInId,
    name: 'Built-in',
    dimensions,
    weight: 0.2,
    unrelated: 0,
    chunkSize: { measure: 'word-pieces', most: 250, least: 50 },
    async embedDocuments(texts, signal) {
      signal.throwIfAborted();
      return (await remote()).embed(texts);
    },
    async embedQuery({ text, words }) {
      if (unhelpful.test(text)) return new Float32Array(dimensions);
      const { vector, known } = await (await remote()).embedQuery([...words]);
      return known < leastKnown ? new Float32Array(dimensions) : vector;
    },
    async close() {
      const thread = await opened?.catch(() => null);
      await thread?.stop();
    },
  };
}
