// Newest first only where it is asked for; filters alone list documents; copies are told once.
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EngineConnection } from '../../src/engine/connect.ts';
import type { Client } from '../../src/shared/contract/contract.ts';
import { indexFolder, openTestEngine } from '../support/engine.ts';
import { folderWith, temporaryFolder } from '../support/folder.ts';

let connection: EngineConnection;
let client: Client;

const notice =
  'The canteen is closed on the first Monday of each quarter, as the kitchen is cleaned from top to bottom.';
const files = {
  'a/old.md': '# Old\n\nThe badge opens the main door, and the badge opens the garage.',
  'a/new.md': '# New\n\nA badge is handed out on the first day.',
  'a/newest.txt': 'Tea is green.',
  'b/notice one.md': notice,
  'b/notice two.md': notice,
};

beforeAll(async () => {
  connection = await openTestEngine(temporaryFolder());
  ({ client } = connection);
  const folder = folderWith(files);
  for (const [i, name] of Object.keys(files).entries()) {
    const day = new Date(2030, 0, i + 1);
    utimesSync(join(folder, name), day, day);
  }
  await indexFolder(client, folder);
});
afterAll(() => connection.close());

async function found(query: string): Promise<string[]> {
  const { hits } = await client.search.query({ query });
  return hits.map(({ relativePath }) => relativePath);
}

test('the best comes first, the newest only where it is asked for', async () => {
  expect(await found('badge')).toEqual(['a/old.md', 'a/new.md']);
  expect(await found('badge sort:newest')).toEqual(['a/new.md', 'a/old.md']);
});

test('filters alone list what they let through, the newest first', async () => {
  expect(await found('path:a/')).toEqual(['a/newest.txt', 'a/new.md', 'a/old.md']);
  expect(await found('path:a/ type:markdown before:2030-01-02')).toEqual(['a/old.md']);
  const { onlyFilters, hits } = await client.search.query({ query: 'type:txt' });
  expect(onlyFilters).toBe(true);
  expect(hits).toMatchObject([{ text: 'Tea is green.', marks: [] }]);
  const limited = await client.search.query({ query: 'path:a', limit: 2 });
  expect(limited.hits).toHaveLength(2);
});

test('a filter that lets nothing through finds nothing and says so', async () => {
  const { hits, emptiedBy } = await client.search.query({ query: 'badge type:pdf' });
  expect(hits).toEqual([]);
  expect(emptiedBy).toMatchObject([{ query: 'badge', hits: 2 }]);
});

test('copies are one hit that names the others', async () => {
  const { hits } = await client.search.query({ query: 'kitchen cleaned' });
  const places = hits.map(({ relativePath, explain }) => [
    relativePath,
    ...(explain.duplicates ?? []).map((copy) => copy.relativePath),
  ]);
  expect(places.map((names) => names.toSorted())).toEqual([['b/notice one.md', 'b/notice two.md']]);
});

test('each hit tells what its score is made of', async () => {
  const { hits } = await client.search.query({ query: 'badge garage' });
  expect(hits).not.toHaveLength(0);
  for (const { score, explain } of hits) {
    const { keywordScore, trigramScore = 0, meaning = 0, support = 0 } = explain;
    expect(keywordScore).toBeGreaterThan(0);
    expect(trigramScore).toBeLessThanOrEqual(1);
    expect(meaning).toBeGreaterThanOrEqual(0);
    expect(support).toBeGreaterThanOrEqual(0);
    expect(score).toBeCloseTo(keywordScore + trigramScore / 2 + meaning + support, 9);
  }
});
