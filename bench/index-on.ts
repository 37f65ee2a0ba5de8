// Writes documents into an index as fast as it can until it is told to stop, and takes them out again.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openIndexWriter } from '../src/engine/store/index/index-writer.ts';
import { embedAll, naturalEmbedder, naturalRecords } from './natural-index.ts';

const folderId = 'written meanwhile';
const perTransaction = 20;
/** Beyond the documents of the index, so that no path is taken. */
const firstNumber = 1_000_000;

const writer = openIndexWriter({ file: process.argv[2]!, ...naturalEmbedder });
const stop = new AbortController();
process.once('message', () => stop.abort());
const records = naturalRecords(77, firstNumber);
for (let told = false; !stop.signal.aborted;) {
  const some = Array.from({ length: perTransaction }, () => ({
    ...records.next().value!,
    folderId,
  }));
  writer.writeDocuments(some);
  embedAll(writer);
  if (!told) process.send?.('writing');
  told = true;
  await nextTurn();
}
while (writer.removeSomeOfFolder(folderId));
writer.maintain();
writer.close();
process.exit(0);
