// A process that opens the engine of a data folder (its argument), says what it got as one line
// of JSON, and stays until it is ended or its input closes.
import { openEngine } from '../../src/engine/connect.ts';
import { createNodeHost } from '../../src/hosting/node-host.ts';

const connection = await openEngine({
  dataDir: process.argv[2]!,
  host: createNodeHost(),
  version: 'test',
});
const { pid } = await connection.client.system.hello({ protocol: Number(process.argv[3] ?? 1) });
process.stdout.write(`${JSON.stringify({ owner: connection.owner, servedBy: pid })}\n`);
void connection.lost.then(() => process.stdout.write('lost\n'));
process.stdin.once('end', () => void connection.close()).resume();
