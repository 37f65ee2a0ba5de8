import { expect, test } from 'vitest';
import { spellingDistance } from '../../../../src/engine/retrieve/keyword/spelling.ts';
import { createWordList } from '../../../../src/engine/retrieve/keyword/word-list.ts';
import type { Vocabulary } from '../../../../src/engine/store/index/vocabulary.ts';
import { seeded } from '../../../support/random.ts';

function vocabularyOf(words: string[]): Vocabulary {
  return {
    beginningWith: () => [],
    seen: () => 1,
    wordsAfter: (last) => {
      const all = last === null || last > words.length;
      return { words: words.slice(all ? 0 : last).join('\n'), all, last: words.length };
    },
  };
}

test('finds what comparing with each word finds', () => {
  const random = seeded(17);
  const letters = Array.from('abcdefgжзиέό');
  const words = Array.from({ length: 3000 }, () =>
    random.text(4 + random.int(6), () => random.pick(letters)),
  );
  const list = createWordList(vocabularyOf(words));
  expect(list.follow()).toBe(words.length);
  for (let i = 0; i < 40; i++) {
    const asked = random.text(4 + random.int(6), () => random.pick(letters));
    for (const most of [1, 2]) {
      const expected = words
        .map((word) => ({ word, distance: spellingDistance(asked, word, most) }))
        .filter(({ distance }) => distance > 0 && distance <= most);
      expect(list.near(asked, most)).toEqual(expected);
    }
  }
});

test('words that are added later are found, and an index made anew is read anew', () => {
  const words = ['vacation'];
  const list = createWordList(vocabularyOf(words));
  list.follow();
  expect(list.near('holidax', 1)).toEqual([]);
  words.push('holiday');
  expect(list.follow()).toBe(2);
  expect(list.near('holidax', 1)).toEqual([{ word: 'holiday', distance: 1 }]);
  words.splice(0, 2, 'weekend');
  list.follow();
  expect(list.near('holidax', 1)).toEqual([]);
  expect(list.near('weekand', 1)).toEqual([{ word: 'weekend', distance: 1 }]);
});

test('many small additions do not pile up', () => {
  const words: string[] = [];
  const list = createWordList(vocabularyOf(words));
  for (let i = 0; i < 200; i++) {
    words.push(`word${String.fromCharCode(97 + (i % 26))}${i}`);
    expect(list.follow()).toBe(i + 1);
  }
  expect(list.near('wordaa0', 1)).toEqual([{ word: 'worda0', distance: 1 }]);
});
