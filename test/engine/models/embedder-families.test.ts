import { expect, test } from 'vitest';
import { familyPrefixes } from '../../../src/engine/models/embedder-families.ts';

const of = (name: string, architecture = 'bert') => familyPrefixes(architecture, [name]);

test.each([
  ['multilingual-e5-small-q8_0', 'query: ', 'passage: '],
  ['Multilingual E5 Large', 'query: ', 'passage: '],
  ['nomic-embed-text-v2-moe', 'search_query: ', 'search_document: '],
  ['bge_base_en_v1.5-f16', 'Represent this sentence for searching relevant passages: ', ''],
  ['bge-m3-Q4_K_M', '', ''],
  ['all-MiniLM-L6-v2', '', ''],
  ['snowflake-arctic-embed-m-v2.0', 'query: ', ''],
])('%s', (name, query, document) => {
  expect(of(name)).toEqual({ query, document });
});

test('by an instruction, and by architecture where the name says nothing', () => {
  expect(of('multilingual-e5-large-instruct').query).toMatch(/^Instruct: .*\nQuery: $/s);
  expect(of('Qwen3_Embedding_4B', 'qwen3').query).toMatch(/^Instruct: .*\nQuery:$/s);
  expect(of('my-own', 'gemma-embedding').document).toBe('title: none | text: ');
});
