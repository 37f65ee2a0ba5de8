// A server's models in a whole engine, through the contract.
import { expect, test } from 'vitest';
import { endOf, indexFolder, startEngine } from '../../support/engine.ts';
import { folderWith } from '../../support/folder.ts';
import { inputOf, serveModels } from '../../support/model-server.ts';

test('a server is asked nothing until its models are chosen, then embeds and answers', async () => {
  const server = await serveModels();
  server.parts = ['Twelve weeks [1].'];
  const { client } = await startEngine();
  await indexFolder(
    client,
    folderWith({ 'a.md': '# Leave\n\nParents get twelve weeks of leave.' }),
  );
  await client.servers.add({ address: server.address, name: 'lab' });
  const embedder = 'server:lab/writer';
  await expect(client.settings.update({ embedder })).rejects.toMatchObject({
    code: 'SERVER_NOT_AGREED',
  });
  await client.servers.agree({ name: 'lab', address: server.address });
  await client.search.query({ query: 'weeks' });
  expect([server.connections, await client.system.network()]).toEqual([0, []]);

  await client.settings.update({ embedder, chatModel: embedder });
  const embedded = () =>
    server.asked.filter(({ path }) => path === '/v1/embeddings').flatMap(inputOf);
  await expect
    .poll(() => embedded().join(' '), { timeout: 20_000 })
    .toContain('twelve weeks of leave');
  for (const { id, state } of await client.tasks.list()) {
    if (state === 'running') await endOf(client, id);
  }
  const { hits } = await client.search.query({ query: 'zwölf weeks' });
  expect(hits[0]).toMatchObject({ relativePath: 'a.md' });
  expect(embedded().at(-1)).toContain('zwölf');
  const texts: string[] = [];
  for await (const event of await client.answer.ask({ question: 'How many weeks of leave?' })) {
    if (event.type === 'text') texts.push(event.text);
    if (event.type === 'done')
      expect(event.answer).toMatchObject({ model: embedder, grounded: true });
  }
  expect(texts.join('')).toBe('Twelve weeks [1].');
  const purposes = (await client.system.network()).map(({ purpose }) => purpose);
  expect(new Set(purposes)).toEqual(
    new Set(['lab: its models', 'lab: counting tokens', 'lab: an answer', 'lab: vectors']),
  );
});
