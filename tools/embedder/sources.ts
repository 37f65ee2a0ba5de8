// The list of sources: where text comes from, under which licence, and which files of it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { languageOf } from './languages.ts';

export interface Source {
  repo: string;
  commit: string;
  licence: string;
  /** What sort of text it is, in a word or two. */
  kind: string;
  /** The language of every file, unless `take` names a group `lang`. */
  lang?: string;
  /**
   * Expressions for paths to take. A group `lang` is the file's language as the path writes it;
   * a group `doc` is the part of the path that translations have in common.
   */
  take: string[];
  drop?: string[];
  /** Languages by what the group `lang` calls them, where that is no code of a language. */
  names?: Record<string, string>;
  /** Of the files; UTF-8 if not told. */
  encoding?: string;
  /** What repositories with translations of the same files have in common. */
  series?: string;
}

export interface Place {
  lang: string;
  alignedId?: string;
}

export function readSources(): Source[] {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'sources.json'), 'utf8')) as Source[];
}

/** Tells for a path of a source in which language it is written; null if it is not to be taken. */
export function placeOf(source: Source): (path: string) => Place | null {
  const take = source.take.map((pattern) => new RegExp(pattern, 'u'));
  const drop = (source.drop ?? []).map((pattern) => new RegExp(pattern, 'u'));
  return (path) => {
    if (drop.some((pattern) => pattern.test(path))) return null;
    for (const pattern of take) {
      const match = pattern.exec(path);
      if (!match) continue;
      const named = match.groups?.['lang'];
      const lang =
        named === undefined ? source.lang : source.names ? source.names[named] : languageOf(named);
      if (!lang) continue;
      const isAligned = source.series !== undefined || match.groups?.['doc'] !== undefined;
      const key = `${source.series ?? source.repo}:${match.groups?.['doc'] ?? path}`;
      return isAligned ? { lang, alignedId: key } : { lang };
    }
    return null;
  };
}
