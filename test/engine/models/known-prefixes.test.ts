import { expect, test } from 'vitest';
import { readCatalogue } from '../../../src/engine/models/catalogue.ts';
import { knownPrefixes } from '../../../src/engine/models/known-prefixes.ts';
import { shippedFolder } from '../../../src/hosting/node-host.ts';

test('embedding models are known by the names that servers give them', () => {
  const entries = readCatalogue(shippedFolder('models'));
  for (const name of [
    'nomic-embed-text',
    'nomic-embed-text:latest',
    'nomic-ai/nomic-embed-text-v1.5',
    'text-embedding-nomic-embed-text-v1.5',
    'nomic-embed-text-v1.5.gguf',
  ]) {
    expect(knownPrefixes(entries, name), name).toEqual({
      query: 'search_query: ',
      document: 'search_document: ',
    });
  }
  expect(knownPrefixes(entries, 'BGE-M3:latest')).toEqual({ query: '', document: '' });
  for (const name of ['', 'qwen3', 'gpt-4', 'my-own-embedder', 'qwen3-4b']) {
    expect(knownPrefixes(entries, name), name).toBeNull();
  }
});
