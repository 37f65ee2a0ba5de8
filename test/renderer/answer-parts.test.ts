import { expect, it } from 'vitest';
import { answerParagraphs, answerParts } from '../../src/renderer/features/search/answer-parts.ts';

it('cuts an answer at its citations', () => {
  expect(answerParts('Six hours. [1] Eight later [2].', new Set([1, 2]))).toEqual([
    { kind: 'text', text: 'Six hours.' },
    { kind: 'citation', n: 1 },
    { kind: 'text', text: ' Eight later' },
    { kind: 'citation', n: 2 },
    { kind: 'text', text: '.' },
  ]);
});

it('leaves a bracketed number of the document’s own alone', () => {
  expect(answerParts('As in [7] of the list. [1]', new Set([1]))).toEqual([
    { kind: 'text', text: 'As in [7] of the list.' },
    { kind: 'citation', n: 1 },
  ]);
});

it('takes every number while the answer is still being written', () => {
  expect(answerParts('So [3]', null)).toEqual([
    { kind: 'text', text: 'So' },
    { kind: 'citation', n: 3 },
  ]);
});

it('gives nothing for nothing', () => {
  expect(answerParagraphs('', null)).toEqual([]);
});

it('keeps paragraphs apart', () => {
  expect(answerParagraphs('one\n\n\ntwo', null)).toHaveLength(2);
});
