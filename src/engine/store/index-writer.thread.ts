// Entry of the writer thread. Opening is a call of its own, so that its failure keeps its code.
import { serveThread } from '../calls/thread.ts';
import {
  type IndexWriter,
  type IndexWriterOptions,
  openIndexWriter,
} from './index/index-writer.ts';

const functions = {
  open(options: IndexWriterOptions): void {
    Object.assign(functions, openIndexWriter(options));
  },
};

/** What the thread serves: everything but `open` works once it is open. */
export type IndexWriterThread = typeof functions & IndexWriter;

serveThread(functions);
