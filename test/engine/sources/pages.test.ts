// Single pages: added, found, fetched again only if they changed, removed when they are gone, and
// kept when they cannot be reached.
import { existsSync, globSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Client } from '../../../src/shared/contract/contract.ts';
import type { Source } from '../../../src/shared/contract/sources.ts';
import { endOf, indexFolder, pathsFound, startEngine } from '../../support/engine.ts';
import { folderWith, temporaryFolder } from '../../support/folder.ts';
import { sharedEngine } from '../../support/shared-engine.ts';
import { writePdf } from '../../support/pdf.ts';
import { htmlOf, serveSite } from '../../support/web-server.ts';

const engine = sharedEngine();

async function addSource(client: Client, address: string) {
  const { sourceId, taskId } = await client.sources.add({ address });
  return { sourceId, task: await endOf(client, taskId) };
}

async function update(client: Client, sourceId: string) {
  const { taskIds } = await client.sources.update({ sourceIds: [sourceId] });
  return endOf(client, taskIds[0]!);
}

async function sourceOf(client: Client, sourceId: string): Promise<Source> {
  return (await client.sources.list()).find(({ id }) => id === sourceId)!;
}

test('a page is fetched, found by what it says, and shown with its address', async () => {
  const site = await serveSite({
    '/docs/kiwi': htmlOf('About kiwis', 'A kiwi lays the largest egg for its size.'),
  });
  const { client, dataDir } = engine();
  const { sourceId, task } = await addSource(client, site.url('/docs/kiwi#eggs'));
  expect(task).toMatchObject({ kind: 'fetch', state: 'done', error: null });

  const { hits } = await client.search.query({ query: 'largest egg' });
  expect(hits[0]).toMatchObject({ address: site.url('/docs/kiwi'), title: 'About kiwis' });
  expect(hits[0]!.path.startsWith(join(dataDir, 'sources'))).toBe(true);
  const ref = await client.documents.find({ path: site.url('/docs/kiwi') });
  const document = await client.documents.read(ref);
  expect(document.address).toBe(site.url('/docs/kiwi'));
  expect(document.fetchedAt).toBeGreaterThan(Date.now() - 60_000);
  expect(document.text).toContain('largest egg');
  for await (const event of await client.answer.ask({ question: 'What does a kiwi lay?' })) {
    if (event.type !== 'done') continue;
    expect(event.answer.citations[0]).toMatchObject({ address: site.url('/docs/kiwi') });
  }

  expect(await sourceOf(client, sourceId)).toMatchObject({
    kind: 'page',
    name: 'About kiwis',
    address: site.url('/docs/kiwi'),
    pages: 1,
    failed: 0,
    problem: null,
    lastRun: { fetched: 1, same: 0, gone: 0, failed: 0, leftOut: 0 },
  });
  expect(site.headers.get('/docs/kiwi')!['user-agent']).toBe('Lorekeep/test');
  const [folder] = await client.library.folders();
  expect(folder).toMatchObject({ source: { id: sourceId, address: site.url('/docs/kiwi') } });
});

test('adding it again updates it, and changes what was asked for', async () => {
  const site = await serveSite({ '/a': htmlOf('A', 'First words.') });
  const { client } = engine();
  const first = await client.sources.add({ address: site.url('/a') });
  await endOf(client, first.taskId);
  const changes = { everyHours: 3, maxPages: 7, name: 'Mine', otherHosts: true };
  const again = await client.sources.add({ address: `  ${site.url('/a')}#x`, ...changes });
  expect(again).toMatchObject({ sourceId: first.sourceId, added: false });
  await endOf(client, again.taskId);
  expect(await client.sources.list()).toMatchObject([changes]);
});

test('what did not change is not sent again, and not indexed again', async () => {
  const site = await serveSite({
    '/a': { headers: { etag: '"1"' }, body: htmlOf('A', 'The ibis wades.') },
    '/b': htmlOf('B', 'The heron waits.'),
  });
  const { client } = engine();
  const [a, b] = await Promise.all(['/a', '/b'].map((path) => addSource(client, site.url(path))));
  const { fetchedAt } = await client.documents.read(
    await client.documents.find({ path: site.url('/a') }),
  );
  site.asked.length = 0;
  for (const { sourceId } of [a!, b!]) {
    expect(await update(client, sourceId)).toMatchObject({ state: 'done' });
    expect((await sourceOf(client, sourceId)).lastRun).toMatchObject({ fetched: 0, same: 1 });
  }
  expect(site.headers.get('/a')!['if-none-match']).toBe('"1"');
  expect(site.asked).toEqual(['/a', '/b']);
  const again = await client.documents.read(await client.documents.find({ path: site.url('/a') }));
  expect(again.fetchedAt).toBeGreaterThan(fetchedAt!);
  const folderIds = (await client.library.folders()).map(({ id }) => id);
  const tasks = (await client.tasks.list()).filter(({ folderIds: [id] }) =>
    folderIds.includes(id!),
  );
  const read = tasks.flatMap(({ summary }) => summary?.extracted ?? []);
  expect(read.reduce((sum, n) => sum + n, 0)).toBe(2);

  site.pages['/a'] = { headers: { etag: '"2"' }, body: htmlOf('A', 'The ibis flies.') };
  await update(client, a!.sourceId);
  expect((await sourceOf(client, a!.sourceId)).lastRun).toMatchObject({ fetched: 1 });
  expect(await pathsFound(client, 'flies', { mode: 'keyword' })).toHaveLength(1);
  expect(await pathsFound(client, 'wades', { mode: 'keyword' })).toHaveLength(0);
});

test('a file that somebody took away is fetched whole again', async () => {
  const site = await serveSite({
    '/a': { headers: { etag: '"1"' }, body: htmlOf('A', 'The ibis wades.') },
  });
  const { client, dataDir } = engine();
  const { sourceId } = await addSource(client, site.url('/a'));
  for (const name of globSync('sources/*/*', { cwd: dataDir })) rmSync(join(dataDir, name));
  await update(client, sourceId);
  expect(site.headers.get('/a')!['if-none-match']).toBeUndefined();
  expect(await pathsFound(client, 'ibis')).toHaveLength(1);
});

test('a page that is gone is removed; one that cannot be reached stays, and says so', async () => {
  const site = await serveSite({
    '/gone': htmlOf('Gone', 'The dodo was here.'),
    '/down': htmlOf('Down', 'The moa was here.'),
  });
  const { client } = engine();
  const [gone, down] = await Promise.all([
    addSource(client, site.url('/gone')),
    addSource(client, site.url('/down')),
  ]);
  const before = await sourceOf(client, down.sourceId);

  site.pages['/gone'] = { status: 410 };
  site.pages['/down'] = { status: 500 };
  const goneTask = await update(client, gone.sourceId);
  expect(goneTask).toMatchObject({ state: 'failed', error: { code: 'PAGE_GONE' } });
  const downTask = await update(client, down.sourceId);
  expect(downTask).toMatchObject({ state: 'failed', error: { code: 'PAGE_REFUSED' } });
  await expect.poll(() => pathsFound(client, 'dodo'), { timeout: 15_000 }).toEqual([]);
  expect(await pathsFound(client, 'moa')).toHaveLength(1);

  const after = await sourceOf(client, down.sourceId);
  expect(after).toMatchObject({ pages: 1, failed: 1, problem: { code: 'PAGE_REFUSED' } });
  expect(after.fetchedAt).toBe(before.fetchedAt);
  expect(after.triedAt).toBeGreaterThan(before.triedAt!);
  expect(await client.sources.failures({ sourceId: down.sourceId })).toMatchObject([
    { address: site.url('/down'), code: 'PAGE_REFUSED', fetchedAt: expect.any(Number) },
  ]);
  expect(await sourceOf(client, gone.sourceId)).toMatchObject({ pages: 0 });

  site.pages['/down'] = htmlOf('Down', 'The moa is back.');
  await update(client, down.sourceId);
  expect(await sourceOf(client, down.sourceId)).toMatchObject({ failed: 0, problem: null });
  await site.close();
  const refused = await update(client, down.sourceId);
  expect(refused).toMatchObject({ state: 'failed', error: { code: 'PAGE_UNREACHABLE' } });
  expect(refused.error!.message).toContain('ECONNREFUSED');
  expect(await pathsFound(client, 'moa')).toHaveLength(1);
});

test('PDFs, texts and other encodings are read as what they are', async () => {
  const cyrillic = new Uint8Array([0xcf, 0xf2, 0xe8, 0xf6, 0xe0]);
  const site = await serveSite({
    '/paper': {
      headers: { 'content-type': 'application/pdf' },
      body: writePdf({ pages: [['The plover nests on gravel.']] }),
    },
    '/notes.txt': { headers: { 'content-type': 'text/plain' }, body: 'A curlew calls at dusk.' },
    '/bird': {
      headers: { 'content-type': 'text/html; charset=windows-1251' },
      body: Buffer.concat([Buffer.from('<title>x</title><p>'), cyrillic]),
    },
    '/film': { headers: { 'content-type': 'video/mp4' }, body: 'moving' },
  });
  const { client } = engine();
  const paths = ['/paper', '/notes.txt', '/bird', '/film'];
  const added = await Promise.all(paths.map((path) => addSource(client, site.url(path))));
  const formatOf = async (query: string) =>
    (await client.search.query({ query, mode: 'keyword' })).hits.map(
      ({ format, title }) => `${format} ${title}`,
    );
  expect((await formatOf('plover'))[0]).toMatch(/^pdf /);
  expect(await formatOf('curlew')).toEqual(['text notes.txt']);
  expect(await formatOf('Птица')).toEqual(['html x']);
  expect(added.at(-1)!.task.error).toMatchObject({ code: 'PAGE_NO_DOCUMENT' });
});

test('sources survive a restart, and a data folder that moves', async () => {
  const site = await serveSite({ '/a': htmlOf('A', 'The ibis wades.') });
  const first = await startEngine();
  const { sourceId } = await addSource(first.client, site.url('/a'));
  await first.close();
  const moved = join(temporaryFolder(), 'moved');
  renameSync(first.dataDir, moved);
  const second = await startEngine(moved);
  expect(await sourceOf(second.client, sourceId)).toMatchObject({ kind: 'page', pages: 1 });
  site.pages['/a'] = htmlOf('A', 'The ibis flies.');
  expect(await update(second.client, sourceId)).toMatchObject({ state: 'done' });
  const { hits } = await second.client.search.query({ query: 'ibis flies' });
  expect(hits.map(({ path }) => path)).toEqual([expect.stringContaining(moved)]);
  expect(readFileSync(hits[0]!.path, 'utf8')).toContain('flies');
});

test('removing a source takes all of it away, and its folder may be indexed by nobody', async () => {
  const site = await serveSite({ '/a': htmlOf('A', 'The ibis wades.') });
  const { client, dataDir } = engine();
  const { sourceId } = await addSource(client, site.url('/a'));
  const other = folderWith({ 'own.md': '# Own\n\nThe ibis of mine.' });
  await indexFolder(client, other);
  const [folder] = await client.library.folders();
  await expect(client.library.addFolder({ path: folder!.path })).rejects.toMatchObject({
    code: 'FOLDER_IS_DATA',
  });
  const { taskId } = await client.sources.remove({ sourceId });
  await endOf(client, taskId);
  expect(await client.sources.list()).toEqual([]);
  expect(await pathsFound(client, 'ibis')).toEqual(['own.md']);
  expect(existsSync(folder!.path)).toBe(false);

  const again = await addSource(client, site.url('/a'));
  const [, second] = await client.library.folders();
  await endOf(client, (await client.library.removeFolder({ folderId: second!.id })).taskId);
  expect(await sourceOf(client, again.sourceId)).toBeUndefined();
  expect(readdirSync(join(dataDir, 'sources'))).toEqual([]);
});

test('a folder around the data folder can still be added', async () => {
  const site = await serveSite({ '/a': htmlOf('A', 'The ibis wades.') });
  const outer = folderWith({ 'own.md': '# Own\n\nThe ibis of mine.', 'data/x.txt': 'x' });
  const { client } = await startEngine(join(outer, 'data'));
  await addSource(client, site.url('/a'));
  await indexFolder(client, outer);
  expect(await pathsFound(client, 'ibis')).toHaveLength(2);
});

test('while indexing is paused a page is fetched, and waiting for it can be stopped', async () => {
  const site = await serveSite({ '/a': htmlOf('A', 'The ibis wades.') });
  const { client } = engine();
  await client.settings.update({ paused: true });
  const { taskId, sourceId } = await client.sources.add({ address: site.url('/a') });
  const phase = async () =>
    (await client.tasks.list()).find(({ id }) => id === taskId)!.progress.phase;
  await expect.poll(phase, { timeout: 15_000 }).toBe('finishing');
  expect((await sourceOf(client, sourceId)).lastRun).toMatchObject({ fetched: 1 });
  await client.tasks.cancel({ taskId });
  expect((await endOf(client, taskId)).state).toBe('cancelled');
  await client.settings.update({ paused: false });
  await expect.poll(() => pathsFound(client, 'ibis'), { timeout: 15_000 }).toHaveLength(1);
});

test('what is no address of a page is refused with what to do', async () => {
  const { client } = engine();
  const sent = (await client.system.network()).length;
  for (const address of ['', 'ftp://x.example/', 'https://me:secret@x.example/', 'file:///etc']) {
    await expect(client.sources.add({ address })).rejects.toMatchObject({
      code: 'SOURCE_ADDRESS_INVALID',
    });
  }
  expect(await client.sources.list()).toEqual([]);
  expect(await client.system.network()).toHaveLength(sent);
});
