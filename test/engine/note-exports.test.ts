// Folders that other programs keep or export notes in: an Obsidian vault, a Notion export.
import { expect, test } from 'vitest';
import { writeZip } from '../../src/engine/ingest/extract/containers/zip.ts';
import { indexFolder, pathsFound, startEngine, statesOf } from '../support/engine.ts';
import { folderWith } from '../support/folder.ts';

test('an Obsidian vault: links by their words, tags, front matter; its own settings are left out', async () => {
  const { client } = await startEngine();
  const folder = folderWith({
    '.obsidian/app.json': '{"theme": "obsidiantheme"}',
    'Birds/Plover.md':
      '---\ntitle: The golden plover\ntags: [waders]\n---\n\nSee [[Lapwing|the crested one]] and ![[Map of the marsh.png]].\n\n> [!note] Moulting\n> Twice a year. #autumn\n',
    'Birds/Lapwing.md': 'It nests in [[Birds/Plover#Nesting]] country.\n',
  });
  await indexFolder(client, folder);
  expect(await statesOf(client)).toEqual({
    'Birds/Lapwing.md': 'indexed',
    'Birds/Plover.md': 'indexed',
  });
  expect(await pathsFound(client, 'crested', { mode: 'keyword' })).toEqual(['Birds/Plover.md']);
  expect(await pathsFound(client, 'moulting', { mode: 'keyword' })).toEqual(['Birds/Plover.md']);
  expect(await pathsFound(client, 'autumn', { mode: 'keyword' })).toEqual(['Birds/Plover.md']);
  // A link counts by what it shows: its own words, or its target.
  expect(await pathsFound(client, 'nesting', { mode: 'keyword' })).toEqual(['Birds/Lapwing.md']);
  expect(await pathsFound(client, 'lapwing', { mode: 'keyword' })).toEqual(['Birds/Lapwing.md']);
  const { hits } = await client.search.query({ query: 'moulting' });
  expect(hits[0]?.title).toBe('The golden plover');
});

test('a Notion export: pages and tables in an archive within an archive', async () => {
  const { client } = await startEngine();
  const id = '0123456789abcdef0123456789abcdef';
  const part = writeZip([
    { name: `Plan ${id}.md`, data: Buffer.from('# Plan\n\nOwner: Ada\n\nThe heron is counted.\n') },
    { name: `Tasks ${id}.csv`, data: Buffer.from('Name,Status\nCount the plovers,Done\n') },
  ]);
  const folder = folderWith({ 'Export.zip': writeZip([{ name: 'ExportBlock.zip', data: part }]) });
  await indexFolder(client, folder);
  expect(await pathsFound(client, 'heron', { mode: 'keyword' })).toEqual([
    `Export.zip/ExportBlock.zip/Plan ${id}.md`,
  ]);
  expect(await pathsFound(client, 'plovers status', { mode: 'keyword' })).toEqual([
    `Export.zip/ExportBlock.zip/Tasks ${id}.csv`,
  ]);
  const { hits } = await client.search.query({ query: 'heron' });
  expect(hits[0]?.title).toBe('Plan');
});
