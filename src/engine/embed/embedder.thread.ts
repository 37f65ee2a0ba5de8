// Entry of the embedding thread: the model is held here and texts are embedded here, so that the
// engine's event loop stays free.
import { readFileSync } from 'node:fs';
import { serveThread } from '../calls/thread.ts';
import { quantise } from '../vectors/quantise.ts';
import { readStaticModel, type StaticModel } from './static-model.ts';
import { knownShare, staticVector } from './static-vector.ts';

let model: StaticModel | null = null;

const functions = {
  /** Reads the model's file; throws if it is damaged or another than is asked for. */
  open(file: string, id: string): void {
    const read = readStaticModel(readFileSync(file));
    if (read.id !== id) throw new Error(`the embedder's file holds ${read.id}, not ${id}`);
    model = read;
  },
  embed: (texts: string[]): Int8Array[] =>
    texts.map((text) => quantise(staticVector(opened(), text))),
  /** With the part of the query's words that the model knows, 0 to 1. */
  embedQuery: (words: string[]): { vector: Float32Array; known: number } => ({
    vector: staticVector(opened(), words.join(' ')),
    known: knownShare(opened(), words),
  }),
};

function opened(): StaticModel {
  if (!model) throw new Error('the embedder is not open');
  return model;
}

export type EmbedderThread = typeof functions;

serveThread(functions);
