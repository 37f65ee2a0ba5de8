// What leaves the machine: requests for what the person added, to its host, and nothing else,
// whatever the pages say.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLibraryStore } from '../../../src/engine/store/library/library-store.ts';
import { endOf, startEngine } from '../../support/engine.ts';
import { serveSite } from '../../support/web-server.ts';

test('a page’s own links, pictures and scripts are not followed, and every request is listed', async () => {
  const other = await serveSite();
  const site = await serveSite();
  const marker = 'zanzibarium';
  site.pages['/a'] = `<!doctype html><html><head><title>A</title>
    <meta http-equiv="refresh" content="0;url=${other.url('/refresh')}">
    <link rel="stylesheet" href="${other.url('/style.css')}">
    <script src="${other.url('/script.js')}"></script>
    <script>fetch('${other.url('/beacon')}')</script></head>
    <body background="${other.url('/back.png')}"><p>The ${marker} is here.</p>
    <img src="${other.url('/pixel.png')}"><iframe src="${other.url('/frame')}"></iframe>
    <img src="/own.png"><a href="/next">next</a></body></html>`;
  const { client, dataDir, close } = await startEngine();
  const { taskId } = await client.sources.add({ address: site.url('/a'), name: 'My page' });
  expect((await endOf(client, taskId)).error).toBeNull();
  const { hits } = await client.search.query({ query: marker });
  await client.documents.read(hits[0]!);
  for await (const _ of await client.answer.ask({ question: `Where is the ${marker}?` }));

  expect(site.asked).toEqual(['/a']);
  expect(other.asked).toEqual([]);
  const { host } = new URL(site.url('/'));
  expect(await client.system.network()).toMatchObject([
    { host, purpose: 'My page', allowed: true },
    { host, purpose: 'My page', allowed: true },
  ]);
  await close();
  const logs = globSync('logs/*', { cwd: dataDir }).map((name) =>
    readFileSync(join(dataDir, name), 'utf8'),
  );
  expect(logs.join('\n')).toContain('engine started');
  expect(logs.join('\n')).not.toContain(marker);
});

test('nothing is sent by searching, asking or indexing, or once a source is removed', async () => {
  const site = await serveSite({ '/a': '<p>The avocet.' });
  const { client } = await startEngine();
  await client.search.query({ query: `${site.url('/a')} avocet` });
  for await (const _ of await client.answer.ask({ question: `What is at ${site.url('/a')}?` }));
  expect(await client.system.network()).toEqual([]);
  const added = await client.sources.add({ address: site.url('/a') });
  await endOf(client, added.taskId);
  await endOf(client, (await client.sources.remove(added)).taskId);
  const before = (await client.system.network()).length;
  await client.library.update({});
  expect((await client.sources.update({})).taskIds).toEqual([]);
  expect(await client.system.network()).toHaveLength(before);
});

test('what was on the internet when it was added may not lead into the own network later', async () => {
  const site = await serveSite({ '/a': '<p>The avocet.' });
  const first = await startEngine();
  const added = await first.client.sources.add({ address: site.url('/a') });
  await endOf(first.client, added.taskId);
  await first.close();
  site.asked.length = 0;
  const library = await openLibraryStore(first.dataDir);
  expect(library.sources.find(added.sourceId)!.isPrivate).toBe(true);
  library.sources.change(added.sourceId, { isPrivate: false });
  library.close();

  const { client } = await startEngine(first.dataDir);
  const { taskIds } = await client.sources.update({});
  expect((await endOf(client, taskIds[0]!)).error).toMatchObject({ code: 'PAGE_PRIVATE' });
  expect(site.asked).toEqual([]);
  expect((await client.system.network()).every(({ allowed }) => !allowed)).toBe(true);
  expect((await client.search.query({ query: 'avocet' })).hits).toHaveLength(1);
});
