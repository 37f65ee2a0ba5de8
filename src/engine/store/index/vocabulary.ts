// The words of all texts as they are written (folded, not stemmed), for what is typed wrongly or
// not to its end. Words stay when the last text that holds them goes: whoever uses one asks the
// keyword index whether it still stands somewhere. How often a word is seen is counted roughly,
// enough to tell common ones from rare ones.
import type { Db } from '../sqlite.ts';
import { fold } from '../../text/terms.ts';

export interface VocabularyWriter {
  /** Adds a text's words; inside the transaction that writes the text. */
  learn(text: string): void;
  /** Writes down what was counted and not written yet. Inside a transaction, or alone. */
  settle(): void;
  /** Forgets what it believes to have written: the transaction was undone. */
  undone(): void;
}

const wordPattern = /[\p{L}\p{M}\p{N}]+/gu;
/** Words in an alphabet: no digits, and no script that puts no spaces between words. */
const alphabetic = /^[\p{L}\p{M}]+$/u;
const unspaced =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
/** Shorter ones are neither mended nor completed; longer ones are no words. */
const shortest = 3;
const longest = 40;
/** Words remembered as written; they are few enough to be looked up fast. */
const remembered = 60_000;
/** Sightings that are worth writing down when the memory is cleared. */
const worthCounting = 4;

/** True for what typing can be mended or completed to. */
export function isPlainWord(word: string): boolean {
  return (
    word.length >= shortest &&
    word.length <= longest &&
    alphabetic.test(word) &&
    !unspaced.test(word)
  );
}

export function vocabularyWriter(db: Db): VocabularyWriter {
  const insert = db.prepare('INSERT OR IGNORE INTO words (word, seen) VALUES (?, 1)');
  const count = db.prepare('UPDATE words SET seen = seen + ? WHERE word = ?');
  /** Words as written in the text, and how often they were seen since they were written down. */
  const seen = new Map<string, number>();

  function settle(): void {
    for (const [word, times] of seen) if (times >= worthCounting) count.run(times, fold(word));
    seen.clear();
  }

  return {
    learn(text) {
      for (const word of text.match(wordPattern) ?? []) {
        const times = seen.get(word);
        if (times !== undefined) {
          seen.set(word, times + 1);
          continue;
        }
        if (seen.size >= remembered) settle();
        seen.set(word, 0);
        const folded = fold(word);
        if (isPlainWord(folded)) insert.run(folded);
      }
    },
    settle,
    undone: () => seen.clear(),
  };
}

export interface Vocabulary {
  /** The commonest words that begin so, commonest first. */
  beginningWith(start: string, limit: number): string[];
  /** How often a word was seen, roughly; 0 for one that never was. */
  seen(word: string): number;
  /**
   * Words of at least four letters that were added after another call, one a line, and what to
   * give the next call.
   */
  wordsAfter(last: number): { words: string; last: number };
}

/** Words with one beginning that are looked at: those of two letters may be many. */
const mostBeginning = 20_000;
/** Of a very large vocabulary the words seen once are left out, as most are no words. */
const largeVocabulary = 600_000;

export function vocabularyReader(db: Db): Vocabulary {
  const beginning = db
    .prepare<[string, string, number, number], string>(
      `SELECT word FROM (SELECT word, seen FROM words WHERE word >= ? AND word < ? LIMIT ?)
       ORDER BY seen DESC, length(word), word LIMIT ?`,
    )
    .pluck();
  const seen = db.prepare<[string], number>('SELECT seen FROM words WHERE word = ?').pluck();
  const lastId = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM words').pluck();
  const after = db
    .prepare<[number, number, number], string | null>(
      `SELECT group_concat(word, char(10)) FROM words
       WHERE id > ? AND id <= ? AND seen >= ? AND length(word) >= 4`,
    )
    .pluck();
  return {
    beginningWith: (start, limit) =>
      beginning.all(start, `${start}\u{10ffff}`, mostBeginning, limit),
    seen: (word) => seen.get(word) ?? 0,
    wordsAfter(last) {
      const now = lastId.get()!;
      const least = now > largeVocabulary ? 2 : 1;
      return { words: now > last ? (after.get(last, now, least) ?? '') : '', last: now };
    },
  };
}
