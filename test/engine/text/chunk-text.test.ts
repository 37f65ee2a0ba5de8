import { expect, test } from 'vitest';
import { bodyTerms, contextTerms, embeddingText } from '../../../src/engine/text/chunk-text.ts';

test('what stands above a chunk: title, file name without folders and extension, headings', () => {
  const above = { title: 'Staff rules', headings: ['Leave', 'Parents'] };
  expect(contextTerms({ ...above, relativePath: 'hr/2024/leave-policy.v2.md' })).toBe(
    'staff rule leav polici v2 leav parent',
  );
});

test('a title that is a heading too counts once, and none is nothing', () => {
  const headings = ['Leave'];
  expect(contextTerms({ title: 'Leave', relativePath: 'a.md', headings })).toBe('leav a');
  expect(contextTerms({ title: null, relativePath: '.env', headings: [] })).toBe('env');
});

test('markup is text in a text file and none in Markdown', () => {
  const text = 'See **[the guide](http://x.y/z)**.';
  expect(bodyTerms(text, 'markdown')).toBe('see the guid');
  expect(bodyTerms(text, 'text')).toBe('see the guid http x y z');
});

test('what is embedded is headings and text, without white space around it', () => {
  const text = '\n\n**Bold** words.\n\n';
  expect(embeddingText({ headings: ['A', 'B'], text, format: 'markdown' })).toBe(
    'A\nB\nBold words.',
  );
  expect(embeddingText({ headings: [], text: ' **x** ', format: 'text' })).toBe('**x**');
});
