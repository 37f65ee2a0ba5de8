// Downloads a model in a process of its own, so that a test can kill it or give it a small disk.
//   node hub-download.entry.ts MIRROR REFERENCE FOLDER [any-room]
import { downloadModel } from '../../src/engine/models/hub/download-model.ts';
import { parseHubReference } from '../../src/engine/models/hub/reference.ts';
import { createNetworkGate } from '../../src/engine/network/gate.ts';
import { sentenceOf } from '../../src/shared/texts/format.ts';

const [mirror = '', reference = '', folder = '', room] = process.argv.slice(2);
const parts = { gate: createNetworkGate(), mirror, token: null, version: '0' };
try {
  await downloadModel(parts, parseHubReference(reference), folder, {
    signal: new AbortController().signal,
    onProgress: ({ bytes }) => process.stdout.write(`${bytes}\n`),
    ...(room === 'any-room' && { free: () => Promise.resolve(Infinity) }),
  });
  process.stdout.write('done\n');
} catch (error) {
  process.stdout.write(`${sentenceOf(error)}\n`);
}
