// The collected text as numbers:
//   node tools/embedder/prepare.ts --text DIR --out DIR [--most WORDS]
// Reads <text>/<language>.jsonl and writes
//   words.txt      every word, a line each: its line number stands for it
//   counts.u32     words × languages: how often each stands in each
//   tokens.u32     all sentences, word by word
//   sentences.u32  where each sentence begins in the tokens, and the end
//   sections.u32   at which sentence each section begins, and the end; the first is its headings
//   documents.u32  at which section each document begins, and the end
//   language.u32, source.u32, aligned.u32   of each document; aligned: translations of one text
//                  have one number, 0 is none
//   pairs.u32      at which sentence each pair of <text>/pairs-<name>.jsonl begins: that one and
//                  the next belong together
//   corpus.json    names of the languages and sources, and how many pairs each file gave
import { createReadStream, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { wordsOf } from '../../src/engine/embed/words.ts';
import { NumberList, writeNumbers } from './arrays.ts';
import type { Section } from './document.ts';

const { values } = parseArgs({
  options: { text: { type: 'string' }, out: { type: 'string' }, most: { type: 'string' } },
});
if (!values.text || !values.out) throw new Error('--text and --out are needed');
const { text, out } = { text: values.text, out: values.out };
const most = Number(values.most ?? Infinity);
mkdirSync(out, { recursive: true });

/** Sections of fewer words say too little to learn from. */
const leastOfSection = 12;
/** Sentences shorter than this join the one before; longer ones are cut. */
const leastOfSentence = 6;
const mostOfSentence = 45;
const cutAt = 25;
const sentenceEnd = /(?<=[.!?।؟。！？…])\s*(?=\S)|\n+/u;

interface Line {
  source: string;
  title: string;
  alignedId?: string;
  sections: Section[];
}

/** Numbers names in the order of their coming. */
class Names {
  readonly #numbers = new Map<string, number>();
  of(name: string): number {
    let number = this.#numbers.get(name);
    if (number === undefined) this.#numbers.set(name, (number = this.#numbers.size));
    return number;
  }
  list(): string[] {
    return [...this.#numbers.keys()];
  }
}

const lists = {
  tokens: new NumberList(),
  sentences: new NumberList(),
  sections: new NumberList(),
  documents: new NumberList(),
  language: new NumberList(),
  source: new NumberList(),
  aligned: new NumberList(),
  pairs: new NumberList(),
};
const words = new Names();
const sources = new Names();
const texts = new Names();
const languages: string[] = [];
const counts: Map<number, number>[] = [];

for (const file of readdirSync(text).filter(isText).toSorted()) {
  const language = languages.push(file.slice(0, -'.jsonl'.length)) - 1;
  counts.push(new Map());
  let total = 0;
  for await (const line of createInterface({ input: createReadStream(join(text, file)) })) {
    if (total < most) total += addDocument(JSON.parse(line) as Line, language);
  }
  console.log(`${languages[language]}: ${(total / 1e6).toFixed(1)} million words`);
}
lists.documents.push(lists.sections.length);
lists.sections.push(lists.sentences.length);
const pairs: { name: string; count: number }[] = [];
for (const file of readdirSync(text).filter(isPairs).toSorted()) {
  const before = lists.pairs.length;
  for await (const line of createInterface({ input: createReadStream(join(text, file)) })) {
    addPair(JSON.parse(line) as Pair);
  }
  pairs.push({
    name: file.slice('pairs-'.length, -'.jsonl'.length),
    count: lists.pairs.length - before,
  });
}
finish();

function isPairs(name: string): boolean {
  return name.endsWith('.jsonl') && name.startsWith('pairs-');
}

/** Two words, terms or sentences that mean the same or explain each other. */
interface Pair {
  a: string;
  b: string;
  lang: string;
  langB: string;
}

function addPair({ a, b, lang, langB }: Pair): void {
  const sides = [a, b].map((side) => wordsOf(side).slice(0, mostOfSentence));
  const places = [lang, langB].map((name) => languages.indexOf(name));
  if (sides.some((side) => side.length === 0) || places.includes(-1)) return;
  lists.pairs.push(lists.sentences.length);
  for (const [i, side] of sides.entries()) addSentence(side, counts[places[i]!]!);
}

function isText(name: string): boolean {
  return name.endsWith('.jsonl') && !name.startsWith('pairs-');
}

/** Returns the words added; a document without a section worth it leaves nothing. */
function addDocument(line: Line, language: number): number {
  const documentAt = lists.sections.length;
  let added = 0;
  for (const { headings, paragraphs } of line.sections) {
    const sentences = sentencesOf(paragraphs);
    const length = sentences.reduce((sum, sentence) => sum + sentence.length, 0);
    if (length < leastOfSection) continue;
    const above = [...new Set([line.title, ...headings])].join(' ');
    lists.sections.push(lists.sentences.length);
    for (const sentence of [wordsOf(above), ...sentences]) addSentence(sentence, counts[language]!);
    added += length;
  }
  if (added === 0) return 0;
  lists.documents.push(documentAt);
  lists.language.push(language);
  lists.source.push(sources.of(line.source));
  lists.aligned.push(line.alignedId === undefined ? 0 : texts.of(line.alignedId) + 1);
  return added;
}

function sentencesOf(paragraphs: readonly string[]): string[][] {
  const sentences: string[][] = [];
  for (const piece of paragraphs.flatMap((paragraph) => paragraph.split(sentenceEnd))) {
    const list = wordsOf(piece);
    const last = sentences.at(-1);
    const joins = last && (last.length < leastOfSentence || list.length < leastOfSentence / 2);
    if (joins && last.length < cutAt) last.push(...list);
    else if (list.length > mostOfSentence) {
      for (let i = 0; i < list.length; i += cutAt) sentences.push(list.slice(i, i + cutAt));
    } else if (list.length > 0) sentences.push(list);
  }
  return sentences;
}

function addSentence(sentence: readonly string[], ofLanguage: Map<number, number>): void {
  lists.sentences.push(lists.tokens.length);
  for (const word of sentence) {
    const number = words.of(word);
    lists.tokens.push(number);
    ofLanguage.set(number, (ofLanguage.get(number) ?? 0) + 1);
  }
}

function finish(): void {
  lists.sentences.push(lists.tokens.length);
  for (const [name, list] of Object.entries(lists)) {
    writeNumbers(join(out, `${name}.u32`), list.toArray());
  }
  const all = words.list();
  const table = new Uint32Array(all.length * languages.length);
  for (const [language, ofLanguage] of counts.entries()) {
    for (const [word, count] of ofLanguage) table[word * languages.length + language] = count;
  }
  writeNumbers(join(out, 'counts.u32'), table);
  writeFileSync(join(out, 'words.txt'), all.join('\n'));
  const corpus = { languages, sources: sources.list(), pairs };
  writeFileSync(join(out, 'corpus.json'), JSON.stringify(corpus));
}
