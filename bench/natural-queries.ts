// Queries over the made-up text, read by the engine's own parser.
import type { SearchRequest } from '../src/engine/retrieve/searcher.ts';
import type { ParsedQuery } from '../src/engine/retrieve/query/parsed-query.ts';
import { parseQuery } from '../src/engine/retrieve/query/parse-query.ts';
import { LorekeepError } from '../src/shared/errors.ts';
import { clusteredVector, naturalEmbedder } from './natural-index.ts';
import { naturalText } from './natural-text.ts';

export type QueryKind = 'natural' | 'common' | 'mistyped' | 'typing';

export interface HybridQuery {
  query: ParsedQuery;
  vector: Float32Array;
}

export interface NaturalQueries {
  next(kind: QueryKind): HybridQuery;
}

/**
 * Two to eight words by the text's own frequencies; one to five of the commonest that say
 * anything; with a slip in one word; with the last word half typed.
 */
export function naturalQueries(seed: number): NaturalQueries {
  const text = naturalText(seed);
  let made = 0;

  function textOf(kind: QueryKind): string {
    if (kind === 'common') return text.commonQuery(1 + (made % 5));
    const words = text.query(2 + (made % 7));
    if (kind === 'mistyped') return text.mistyped(words);
    return kind === 'typing' ? words.slice(0, -2) : words;
  }

  return {
    next(kind) {
      for (;;) {
        made++;
        try {
          const { query } = parseQuery(textOf(kind), {
            now: new Date(0),
            typing: kind === 'typing',
          });
          const key = Uint8Array.from({ length: 8 }, (_, i) => (made * (i + 7) * 37) & 255);
          return { query, vector: Float32Array.from(clusteredVector(key)) };
        } catch (error) {
          // Words of one letter can be left of a short query.
          if (!(error instanceof LorekeepError)) throw error;
        }
      }
    },
  };
}

export function requestOf({ query, vector }: HybridQuery): SearchRequest {
  return {
    query,
    vector,
    embedder: naturalEmbedder.embedder,
    semanticWeight: 0.2,
    unrelated: 0,
    mode: 'hybrid',
    limit: 10,
    onlyEvident: true,
    widen: false,
  };
}
