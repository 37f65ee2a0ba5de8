// Entry of the embedding thread: documents are embedded here, so that the engine's event loop
// stays free.
import { serveThread } from '../calls/thread.ts';
import { hashedVector } from './hashed-features.ts';

const functions = {
  embed: (texts: string[]): Int8Array[] => texts.map(hashedVector),
};

export type EmbedderThread = typeof functions;

serveThread(functions);
