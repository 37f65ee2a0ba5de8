// Pairs of words and phrases that mean the same, out of lexical resources: WordNet, the Open
// Multilingual Wordnet, translated messages.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitDirectory, gitFiles } from './git-files.ts';
import { messagesOf } from './read-messages.ts';
import { placeOf, readSources } from './sources.ts';

export interface Pair {
  lang: string;
  a: string;
  b: string;
  langB: string;
}

interface Synset {
  /** As the wordnets of other languages name it: the offset in WordNet 3.0 and the part of speech. */
  id: string;
  words: string[];
  gloss: string;
}

const partFiles = { noun: 'n', verb: 'v', adj: 'a', adv: 'r' };

/** The synsets of a folder with WordNet's `data` files, as wndb(5WN) describes them. */
function* synsetsIn(folder: string): Generator<Synset> {
  for (const [name, letter] of Object.entries(partFiles)) {
    for (const line of readFileSync(join(folder, `data.${name}`), 'latin1').split('\n')) {
      // The licence stands in front, indented by two blanks.
      if (line.startsWith('  ') || line === '') continue;
      const bar = line.indexOf(' | ');
      const fields = line.slice(0, bar).split(' ');
      const words = Array.from({ length: parseInt(fields[3]!, 16) }, (_, i) =>
        fields[4 + 2 * i]!.replaceAll('_', ' ').replace(/\([a-z]+\)$/, ''),
      );
      const gloss = line
        .slice(bar + 3)
        .replace(/"[^"]*"?/g, ' ')
        .replace(/\s+/g, ' ')
        .replace(/[\s;]+$/, '')
        .trim();
      yield { id: `${fields[0]}-${letter}`, words, gloss };
    }
  }
}

/** Words with their glosses, and with the words that share a meaning, of Princeton's WordNet. */
export function* wordnetPairs(folder: string): Generator<Pair> {
  const english = { lang: 'en', langB: 'en' };
  for (const { words, gloss } of synsetsIn(folder)) {
    for (const word of words) if (gloss !== '') yield { ...english, a: word, b: gloss };
    for (const word of words.slice(1)) yield { ...english, a: words[0]!, b: word };
  }
}

/** The wordnets whose licences ask for no more than the name: WordNet's own, CC BY, Apache. */
const openWordnetsCommit = 'f75be19ec590da12a7a5665e361690b5badb7a25';
const openWordnets: Record<string, string> = {
  'wns/ell/wn-data-ell.tab': 'el',
  'wns/ita/wn-data-ita.tab': 'it',
  'wns/pol/wn-data-pol.tab': 'pl',
};

/** English words with their translations, by the meanings that they share. */
export async function* openWordnetPairs(repos: string, folder: string): AsyncGenerator<Pair> {
  const directory = gitDirectory(repos, 'omwn/omw-data');
  if (!directory) return;
  const english = new Map([...synsetsIn(folder)].map(({ id, words }) => [id, words]));
  const files = gitFiles(directory, openWordnetsCommit, (path) => path in openWordnets);
  for await (const { path, bytes } of files) {
    for (const line of bytes.toString('utf8').split('\n')) {
      const [synset, kind, word] = line.split('\t');
      if (!synset || !word || !/(?:^|:)lemma$/.test(kind ?? '')) continue;
      const b = word.replaceAll(/[_+]/g, ' ').trim();
      for (const a of english.get(synset.replace(/-s$/, '-a')) ?? [])
        if (a !== b) yield { lang: 'en', a, b, langB: openWordnets[path]! };
    }
  }
}

/** English messages with their translations. */
export async function* messagePairs(repos: string): AsyncGenerator<Pair> {
  for (const source of readSources()) {
    const directory = source.series === 'python-docs' ? gitDirectory(repos, source.repo) : null;
    if (!directory) continue;
    const place = placeOf(source);
    for await (const file of gitFiles(directory, source.commit, (path) => place(path) !== null))
      for (const { source: a, translation: b } of messagesOf(file.bytes.toString('utf8')))
        if (a !== b && a.length >= 12) yield { lang: 'en', a, b, langB: place(file.path)!.lang };
  }
}
