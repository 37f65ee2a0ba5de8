import { expect, test } from 'vitest';
import {
  parseHubReference,
  writeHubReference,
} from '../../../../src/engine/models/hub/reference.ts';
import { sentenceOf } from '../../../../src/shared/texts/format.ts';

const repo = 'Qwen/Qwen3-4B-GGUF';

test.each([
  ['hf:Qwen/Qwen3-4B-GGUF', null, null],
  ['Qwen/Qwen3-4B-GGUF', null, null],
  ['  hf:Qwen/Qwen3-4B-GGUF:Q4_K_M ', null, { quantisation: 'Q4_K_M' }],
  ['HF:Qwen/Qwen3-4B-GGUF@v1.0:q8_0', 'v1.0', { quantisation: 'q8_0' }],
  ['hf:Qwen/Qwen3-4B-GGUF:Q8_0@main', 'main', { quantisation: 'Q8_0' }],
  ['hf:Qwen/Qwen3-4B-GGUF/Q8/a b-Q8_0.gguf', null, { file: 'Q8/a b-Q8_0.gguf' }],
  ['hf:Qwen/Qwen3-4B-GGUF@abc123/a.gguf', 'abc123', { file: 'a.gguf' }],
  ['https://huggingface.co/Qwen/Qwen3-4B-GGUF', null, null],
  ['https://huggingface.co/Qwen/Qwen3-4B-GGUF/', null, null],
  ['https://huggingface.co/Qwen/Qwen3-4B-GGUF/tree/main', 'main', null],
  [
    'https://huggingface.co/Qwen/Qwen3-4B-GGUF/blob/main/Qwen3-4B-Q4_K_M.gguf',
    'main',
    { file: 'Qwen3-4B-Q4_K_M.gguf' },
  ],
  [
    'https://huggingface.co/Qwen/Qwen3-4B-GGUF/resolve/refs%2Fpr%2F1/x%20y.gguf?download=true',
    'refs/pr/1',
    { file: 'x y.gguf' },
  ],
  [
    'https://huggingface.co/Qwen/Qwen3-4B-GGUF?show_file_info=a-Q8_0.gguf',
    null,
    { file: 'a-Q8_0.gguf' },
  ],
  ['hf.co/Qwen/Qwen3-4B-GGUF:Q4_K_M', null, { quantisation: 'Q4_K_M' }],
  ['https://hf.co/Qwen/Qwen3-4B-GGUF:Q4_K_M', null, { quantisation: 'Q4_K_M' }],
])('%s', (text, revision, wanted) => {
  const reference = parseHubReference(text);
  expect(reference).toEqual({ repo, revision, wanted });
  // A revision with a slash is written by its address alone.
  if (!revision?.includes('/')) {
    expect(parseHubReference(writeHubReference(reference))).toEqual(reference);
  }
});

test('an address at the mirror in use is taken, and at no other host', () => {
  const text = 'https://hub.example:8443/Qwen/Qwen3-4B-GGUF';
  expect(parseHubReference(text, 'hub.example:8443')).toEqual({
    repo,
    revision: null,
    wanted: null,
  });
  expect(() => parseHubReference(text)).toThrow('HUB_REFERENCE_INVALID');
});

test.each([
  '',
  'hf:',
  'qwen3',
  'hf:Qwen',
  'hf:a/b/c',
  'hf:a/b:',
  'hf:a/../b.gguf',
  'hf:../b',
  'hf:a/b/../../c.gguf',
  'hf:a/b@x:Q8_0@y',
  'hf:a b/c',
  'https://huggingface.co/',
  'https://huggingface.co/datasets/a/b',
  'https://huggingface.co/spaces/a/b',
  'https://huggingface.co/a/b/discussions/1',
  'https://huggingface.co/a/b/blob/main/README.md',
  'https://huggingface.co/a/b/blob/main/..%2F..%2Fc.gguf',
  'https://huggingface.co.evil.example/a/b',
  'ftp://huggingface.co/a/b',
  'file:///a/b.gguf',
  '/home/me/model.gguf',
  `hf:${'a'.repeat(100)}/b`,
])('names no model: %s', (text) => {
  let error: unknown;
  try {
    parseHubReference(text);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject({ code: 'HUB_REFERENCE_INVALID' });
  expect(sentenceOf(error)).toContain('hf:Qwen/');
});
