// Gathers documents so that several share a transaction. Whoever adds waits while a batch is
// being written: that is the backpressure which keeps memory flat.
import type { DocumentRecord } from '../store/index/records.ts';

export interface WriteBuffer {
  add(record: DocumentRecord): Promise<void>;
  /** Writes what is left. */
  flush(): Promise<void>;
}

const mostDocuments = 20;
const mostText = 2_000_000;
/** A document is never held back longer than until the first one added after this time. */
const mostMs = 250;

/** A container's text and that of the documents inside it: they are one record, written as one. */
function textLengthOf({ content, members = [] }: DocumentRecord): number {
  const own = content?.textLength ?? 0;
  return members.reduce((sum, member) => sum + textLengthOf(member), own);
}

export function createWriteBuffer(
  write: (records: DocumentRecord[]) => Promise<void>,
): WriteBuffer {
  let records: DocumentRecord[] = [];
  let textLength = 0;
  let since = Date.now();
  let writing: Promise<void> = Promise.resolve();

  function flush(): Promise<void> {
    const batch = records;
    records = [];
    textLength = 0;
    since = Date.now();
    // One after the other; a failed write fails everything after it.
    if (batch.length > 0) writing = writing.then(() => write(batch));
    return writing;
  }

  return {
    add(record) {
      records.push(record);
      textLength += textLengthOf(record);
      const due = records.length >= mostDocuments || textLength >= mostText;
      return due || Date.now() - since > mostMs ? flush() : Promise.resolve();
    },
    flush,
  };
}
