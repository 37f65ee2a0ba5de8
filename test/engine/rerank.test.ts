// A reranking model reads the best passages of a search: real engine, real llama.cpp, a tiny model.
import { renameSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import type { Client } from '../../src/shared/contract/contract.ts';
import { indexFolder } from '../support/engine.ts';
import { folderWith } from '../support/folder.ts';
import { rerankerModel } from '../support/gguf/bert-model.ts';
import { install, type ModelEngine, startModelEngine } from '../support/model-engine.ts';

const names = Array.from({ length: 30 }, (_, i) => `note${i}`);
const files = Object.fromEntries(
  names.map((name, i) => [
    `${name}.md`,
    `# About ${name}\n\nThe ${name} says that ${'apples '.repeat(1 + (i % 5))}grow on ${name} trees, and more of ${name} ${i * 17}.`,
  ]),
);

let engine: ModelEngine;
let client: Client;
let folderId: string;
let path: string;

beforeEach(async () => {
  engine = await startModelEngine();
  ({ client } = engine);
  ({ folderId } = await indexFolder(client, folderWith(files)));
  path = await install(client, 'judge', () => rerankerModel());
  // Noisy machines: all of them are read, however long that takes.
  await client.settings.update({ rerankMs: 10_000 });
}, 60_000);

test('the best are read and put in order; who types does not wait; words alone stay as they are', async () => {
  const search = async (options: { mode?: 'keyword'; typing?: boolean } = {}) =>
    (await client.search.query({ query: 'apples trees', limit: 30, ...options })).hits;
  const plain = await search();
  expect(plain.every(({ explain }) => explain.rerankScore === undefined)).toBe(true);
  await client.settings.update({ reranker: 'judge' });
  const hits = await search();
  const read = hits.filter(({ explain }) => explain.rerankScore !== undefined);
  expect(read).toHaveLength(24);
  expect(hits.slice(0, 24)).toEqual(read);
  const paths = (some: typeof hits) => some.map(({ relativePath }) => relativePath);
  expect(paths(hits)).not.toEqual(paths(plain));
  expect(paths(hits).toSorted()).toEqual(paths(plain).toSorted());
  expect(paths(hits.slice(24))).toEqual(paths(plain).slice(24));
  // The same ones come first of fewer.
  const { hits: few } = await client.search.query({ query: 'apples trees', limit: 5 });
  expect(paths(few)).toEqual(paths(hits).slice(0, 5));
  for (const options of [{ typing: true }, { mode: 'keyword' as const }]) {
    expect((await search(options)).every((hit) => !('rerankScore' in hit.explain))).toBe(true);
  }
}, 60_000);

test('its file gone: the order stays as it was, and that is said once', async () => {
  await client.settings.update({ reranker: 'judge' });
  renameSync(path, `${path}.away`);
  const query = { query: 'apples trees' };
  expect((await client.search.query(query)).hits[0]!.explain.rerankScore).toBeUndefined();
  expect((await client.search.query(query)).hits).toHaveLength(10);
  expect(await noticesOf(client)).toEqual(['RERANKER_UNAVAILABLE']);
  renameSync(`${path}.away`, path);
  expect((await client.search.query(query)).hits[0]!.explain.rerankScore).toBeDefined();
  expect(await noticesOf(client)).toEqual([]);
}, 60_000);

test('the evaluation has it as a method of its own, beside the search without it', async () => {
  const questions = [{ question: 'What grows on note3 trees?', relativePath: 'note3.md' }];
  const methods = async () => {
    for await (const event of await client.evaluate.retrieval({ folderId, questions })) {
      if (event.type === 'done') return event.scores.map(({ method }) => method);
    }
    return [];
  };
  expect(await methods()).not.toContain('reranked');
  await client.settings.update({ reranker: 'judge' });
  expect((await methods()).slice(0, 4)).toEqual(['hybrid', 'keyword', 'semantic', 'reranked']);
}, 60_000);

async function noticesOf(client: Client): Promise<string[]> {
  for await (const notices of await client.system.notices()) return notices.map(({ code }) => code);
  throw new Error('no notices');
}
