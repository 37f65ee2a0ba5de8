// The keyword index as searching reads it: how common terms are, and which chunks hold them.
//
// What it costs, measured with a million chunks: going through a term's chunks takes about 30 ns
// each, ranking one by BM25 twenty times that, as FTS5 looks up each chunk's length. That is why
// every ranking here is bounded by a number of rows. And before it ranks the first row, FTS5 goes
// through all chunks of every term of the expression to count them: common terms stay out of what is
// ranked, and only add to the score of what they stand in.
import type { Db } from '../sqlite.ts';
import type { WantedChunks } from './chunk-documents.ts';

export interface KeywordMatch {
  chunkId: number;
  /** BM25, larger is better. */
  score: number;
}

/** Chunks that match an expression as well as another one count for more. */
export interface Beside {
  expression: string;
  weight: number;
}

export const mostBeside = 3;

/** What BM25 needs to know of the whole index. */
export interface KeywordSizes {
  chunks: number;
  /** Terms of a chunk and what stands above it, on average. */
  averageLength: number;
}

export interface KeywordReader {
  sizes(): KeywordSizes;
  /** In how many chunks a term stands; for a common one as of a moment ago. */
  frequency(term: string): number;
  /**
   * The best of the newest chunks that an FTS5 expression matches.
   *
   * @param rows most chunks that are ranked, the newest of those that match
   * @param limit most chunks that are returned, best first
   * @param beside what adds to the score of a chunk that matches it, at most `mostBeside`
   */
  best(
    expression: string,
    rows: number,
    limit: number,
    wanted: WantedChunks | null,
    beside?: readonly Beside[],
  ): KeywordMatch[];
  /** The newest chunks that an expression matches. */
  newest(expression: string, limit: number, wanted: WantedChunks | null): number[];
  /** Every chunk that an expression matches, by their ids. */
  all(expression: string, wanted: WantedChunks | null): number[];
  /** The same ranked, in no order. */
  allRanked(expression: string, wanted: WantedChunks | null): KeywordMatch[];
  /** In how many chunks an expression matches, counted up to a bound. */
  count(expression: string, atMost: number, wanted: WantedChunks | null): number;
}

/** How much a term counts in title and headings against the text. */
export const contextWeight = 2;
/** Terms in more chunks than this take time to count and hardly change from search to search. */
const commonFrequency = 2000;
/** A count is kept until the index grew or shrank by more than this share. */
const keptWithin = 0.02;
const mostKept = 4096;

const besideScore = ' + ? * (k.rowid IN (SELECT rowid FROM keywords WHERE keywords MATCH ?))';

export function keywordReader(db: Db): KeywordReader {
  const frequencyOf = db
    .prepare<[string], number>('SELECT doc FROM keyword_terms WHERE term = ?')
    .pluck();
  // FTS5's own sum over all rows: their number, and the terms in each column.
  const totals = db.prepare<[], Buffer>('SELECT block FROM keywords_data WHERE id = 1').pluck();
  const statements = [false, true].map((narrowed) => {
    const where = `keywords MATCH ?${narrowed ? ` AND substr(?, k.rowid + 1, 1) = x'01'` : ''}`;
    return {
      // The inner limit ends the walk, newest chunks first; without it every match is ranked.
      best: Array.from({ length: mostBeside + 1 }, (_, count) =>
        db.prepare<unknown[], KeywordMatch>(
          `SELECT chunkId, score FROM (
             SELECT k.rowid AS chunkId,
               -bm25(keywords, 1.0, ${contextWeight})${besideScore.repeat(count)} AS score
             FROM keywords k WHERE ${where} ORDER BY k.rowid DESC LIMIT ?)
           ORDER BY score DESC, chunkId LIMIT ?`,
        ),
      ),
      newest: db
        .prepare<unknown[], number>(
          `SELECT k.rowid FROM keywords k WHERE ${where} ORDER BY k.rowid DESC LIMIT ?`,
        )
        .pluck(),
      ranked: db.prepare<unknown[], KeywordMatch>(
        `SELECT k.rowid AS chunkId, -bm25(keywords, 1.0, ${contextWeight}) AS score
         FROM keywords k WHERE ${where}`,
      ),
      ids: db.prepare<unknown[], number>(`SELECT k.rowid FROM keywords k WHERE ${where}`).pluck(),
      count: db
        .prepare<unknown[], number>(
          `SELECT count(*) FROM (SELECT 1 FROM keywords k WHERE ${where} LIMIT ?)`,
        )
        .pluck(),
    };
  });
  const of = (wanted: WantedChunks | null) => statements[wanted ? 1 : 0]!;
  const kept = new Map<string, { frequency: number; chunks: number }>();

  function sizes(): KeywordSizes {
    const [chunks = 0, ...lengths] = varints(totals.get() ?? Buffer.alloc(0));
    const length = lengths.reduce((sum, one) => sum + one, 0);
    return { chunks, averageLength: chunks > 0 ? length / chunks : 0 };
  }

  function frequency(term: string): number {
    const { chunks } = sizes();
    const known = kept.get(term);
    if (known && Math.abs(known.chunks - chunks) <= known.chunks * keptWithin) {
      return known.frequency;
    }
    const now = frequencyOf.get(term) ?? 0;
    if (now > commonFrequency) {
      if (kept.size >= mostKept) kept.clear();
      kept.set(term, { frequency: now, chunks });
    }
    return now;
  }

  return {
    sizes,
    frequency,
    best(expression, rows, limit, wanted, beside = []) {
      const more = beside.flatMap((one) => [one.weight, `(${expression}) AND (${one.expression})`]);
      const best = of(wanted).best[beside.length]!;
      return best.all(...more, expression, ...maskOf(wanted), rows, limit);
    },
    newest: (expression, limit, wanted) =>
      of(wanted).newest.all(expression, ...maskOf(wanted), limit),
    all: (expression, wanted) => of(wanted).ids.all(expression, ...maskOf(wanted)),
    allRanked: (expression, wanted) => of(wanted).ranked.all(expression, ...maskOf(wanted)),
    count: (expression, atMost, wanted) =>
      of(wanted).count.get(expression, ...maskOf(wanted), atMost) ?? 0,
  };
}

function maskOf(wanted: WantedChunks | null): Buffer[] {
  return wanted ? [wanted.mask] : [];
}

/** SQLite's variable-length numbers (sqlite.org/fileformat.html), big-endian, 7 bits a byte. */
export function varints(bytes: Uint8Array): number[] {
  const numbers: number[] = [];
  let value = 0;
  for (const byte of bytes) {
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      numbers.push(value);
      value = 0;
    }
  }
  return numbers;
}
