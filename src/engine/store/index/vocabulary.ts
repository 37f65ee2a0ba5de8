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
  /** Drops the list of the latest words if it is long: who follows reads all words once more. */
  trim(): void;
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
/** Latest words that are kept for who follows them. */
const mostLatest = 2000;
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
  const insertLatest = db.prepare('INSERT INTO latest_words (first, last, words) VALUES (?, ?, ?)');
  const lastWord = lastWordOf(db);
  // The last row stays: its numbers go on.
  const trim = db.prepare(
    `DELETE FROM latest_words WHERE last < (SELECT max(last) FROM latest_words)
       AND (SELECT max(last) - min(last) FROM latest_words) > ${mostLatest}`,
  );
  const count = db.prepare('UPDATE words SET seen = seen + ? WHERE word = ?');
  /** Words as written in the text, and how often they were seen since they were written down. */
  const seen = new Map<string, number>();
  let last = lastWord();

  function settle(): void {
    for (const [word, times] of seen) if (times >= worthCounting) count.run(times, fold(word));
    seen.clear();
  }

  return {
    learn(text) {
      const added: string[] = [];
      for (const word of text.match(wordPattern) ?? []) {
        const times = seen.get(word);
        if (times !== undefined) {
          seen.set(word, times + 1);
          continue;
        }
        if (seen.size >= remembered) settle();
        seen.set(word, 0);
        const folded = fold(word);
        if (isPlainWord(folded) && insert.run(folded).changes > 0) added.push(folded);
      }
      if (added.length === 0) return;
      insertLatest.run(last + 1, last + added.length, added.join('\n'));
      last += added.length;
    },
    settle,
    trim: () => void trim.run(),
    undone() {
      seen.clear();
      last = lastWord();
    },
  };
}

/** Words are numbered from 1 in the order of their being added; this reads the last number. */
function lastWordOf(db: Db): () => number {
  const select = db.prepare<[], number>('SELECT coalesce(max(last), 0) FROM latest_words').pluck();
  return () => select.get()!;
}

export interface AddedWords {
  /** One a line. */
  words: string;
  /** True if these are all words, also those of earlier calls. */
  all: boolean;
  /** To be given to the next call. */
  last: number;
}

export interface Vocabulary {
  /** The commonest words that begin so, commonest first. */
  beginningWith(start: string, limit: number): string[];
  /** How often a word was seen, roughly; 0 for one that never was. */
  seen(word: string): number;
  /**
   * Words of at least four letters that were added after another call.
   *
   * @param last what the other call gave as such; null: all words
   */
  wordsAfter(last: number | null): AddedWords;
}

/** Words with one beginning that are looked at: those of two letters may be many. */
const mostBeginning = 20_000;
/** Shorter ones are not told to who follows: they are not mended. */
const shortestFollowed = 4;
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
  const lastWord = lastWordOf(db);
  const firstKept = db
    .prepare<[], number>('SELECT first FROM latest_words ORDER BY last LIMIT 1')
    .pluck();
  const all = db
    .prepare<[number], string | null>(
      `SELECT group_concat(word, char(10)) FROM words
       WHERE seen >= ? AND length(word) >= ${shortestFollowed}`,
    )
    .pluck();
  const latest = db
    .prepare<[number], string>('SELECT words FROM latest_words WHERE last > ? ORDER BY last')
    .pluck();
  const timesSeen = (word: string) => seen.get(word) ?? 0;
  return {
    beginningWith: (start, limit) =>
      beginning.all(start, `${start}\u{10ffff}`, mostBeginning, limit),
    seen: timesSeen,
    wordsAfter(known) {
      const last = lastWord();
      const least = last > largeVocabulary ? 2 : 1;
      // More than there are: the index was made anew.
      if (known === null || known > last || known < (firstKept.get() ?? 1) - 1) {
        return { words: all.get(least) ?? '', all: true, last };
      }
      const words = latest
        .all(known)
        .flatMap((some) => some.split('\n'))
        .filter((word) => word.length >= shortestFollowed && timesSeen(word) >= least);
      return { words: words.join('\n'), all: false, last };
    },
  };
}
