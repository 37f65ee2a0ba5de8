// A person's session with models in a process of its own: index, another embedder, search, rerank, ask.
//   node offline-session.entry.ts DATA FOLDER CHAT EMBEDDER RERANKER [REFERENCE MIRROR]
// With a reference a model is downloaded in the end. Says what came of it in one line of JSON.
import { openEngine } from '../../src/engine/connect.ts';
import { createNodeHost } from '../../src/hosting/node-host.ts';
import type { Client } from '../../src/shared/contract/contract.ts';

const [dataDir = '', folder = '', chat = '', embedder = '', reranker = '', reference, mirror] =
  process.argv.slice(2);

async function ended(client: Client, taskId: string): Promise<string> {
  let state = '';
  for await (const task of await client.tasks.follow({ taskId })) state = task.state;
  return state;
}

const connection = await openEngine({ dataDir, version: 'test', host: createNodeHost() });
const { client } = connection;
await client.settings.update({ modelThreads: 1, modelBackend: 'cpu', rerankMs: 10_000 });
for (const path of [chat, embedder, reranker]) await client.models.add({ path });
await client.models.catalogue();
await client.models.machine({});
await ended(client, (await client.library.addFolder({ path: folder })).taskId);
const { models } = await client.models.list();
const nameOf = (role: string) => models.find((model) => model.role === role)!.name;
await client.settings.update({ embedder: nameOf('embedder') });
for await (const tasks of await client.tasks.watch()) {
  const building = tasks.filter(({ kind }) => kind === 'embed');
  if (building.length > 0 && building.every(({ state }) => state !== 'running')) break;
}
await client.settings.update({ reranker: nameOf('reranker'), chatModel: nameOf('chat') });
const { hits } = await client.search.query({ query: 'weeks of leave for parents' });
let answeredBy = '';
const question = 'How many weeks of leave do parents get?';
for await (const event of await client.answer.ask({ question, writing: { maxTokens: 16 } })) {
  if (event.type === 'done') ({ answeredBy } = event.answer);
}
const { embedder: inUse } = await client.library.status();
let downloaded = null;
if (reference !== undefined && mirror !== undefined) {
  await client.settings.update({ hubMirror: mirror });
  downloaded = await ended(client, (await client.models.download({ reference })).taskId);
}
const reranked = hits.some(({ explain }) => explain.rerankScore !== undefined);
const requests = (await client.system.network()).length;
const came = {
  found: hits.length,
  reranked,
  answeredBy,
  embedder: inUse.name,
  downloaded,
  requests,
};
process.stdout.write(`${JSON.stringify(came)}\n`);
await connection.close();
