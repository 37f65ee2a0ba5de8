// Tells questions about whole documents from usual ones, by rules. It rather takes such a question
// for a usual one than the other way round: a usual question answered by a list helps nobody.
import { onlyPoints } from '../follow-up.ts';
import {
  compile,
  groupsOf,
  type Language,
  type Target,
  type WalkQuestion,
} from './grammar-rules.ts';
import type { Grammar } from './grammar.ts';
import { dutch, english, german } from './grammars-germanic.ts';
import { arabic, chinese, hindi, japanese, russian, turkish } from './grammars-other.ts';
import { french, italian, portuguese, spanish } from './grammars-romance.ts';

/** Longer ones are no such question, or hold one and more. */
const longestQuestion = 300;

interface Said {
  lower: string;
  original: string;
}

/** By the letters that a question in them has; patterns of others are not even made. */
const families = [
  {
    letters: /[a-z]/,
    grammars: [english, german, french, spanish, italian, portuguese, dutch, turkish],
  },
  { letters: /[\u0400-\u04ff]/, grammars: [russian] },
  { letters: /[\u3040-\u30ff]/, grammars: [japanese] },
  { letters: /[\u4e00-\u9fff]/, grammars: [chinese, japanese] },
  { letters: /[\u0600-\u06ff]/, grammars: [arabic] },
  { letters: /[\u0900-\u097f]/, grammars: [hindi] },
];
const compiled = new Map<Grammar, Language>();

/** @returns null for a usual question */
export function recogniseWalk(question: string): WalkQuestion | null {
  const said = plain(question);
  if (said === '' || said.length > longestQuestion) return null;
  const lower = said.toLowerCase();
  // Few letters change their length; they are then written small.
  const both = { lower, original: lower.length === said.length ? said : lower };
  const grammars = new Set(
    families.filter(({ letters }) => letters.test(lower)).flatMap((family) => family.grammars),
  );
  const found = [...grammars].flatMap((grammar) =>
    mayBeIn(grammar, lower) ? (readIn(languageOf(grammar), both) ?? []) : [],
  );
  // Neighbouring languages share words: “this folder” of one is the name of a document in another.
  return found.find((one) => !isByName(one)) ?? found[0] ?? null;
}

/** The same if it needs nothing of what was said before: “this folder” is no part of a conversation. */
export function recogniseWholeWalk(question: string): WalkQuestion | null {
  const found = recogniseWalk(question);
  if (!found) return null;
  const words =
    found.kind === 'compare'
      ? (found.sides ?? [])
      : found.kind === 'summarise'
        ? [wordsOf(found.target)]
        : [found.topic];
  return words.some((one) => one !== '' && onlyPoints(one)) ? null : found;
}

function wordsOf(target: Target): string {
  return 'name' in target ? target.name : '';
}

function readIn({ before, behind, rules }: Language, said: Said): WalkQuestion | null {
  const from = before?.exec(said.lower)?.[0].length ?? 0;
  const rest = said.lower.slice(from);
  const lower = rest.slice(0, behind?.exec(rest)?.index ?? rest.length);
  const original = said.original.slice(from, from + lower.length);
  for (const { pattern, read } of rules) {
    const match = pattern.exec(lower);
    const found = match && read(groupsOf(match, original));
    if (found) return found;
  }
  return null;
}

function isByName(question: WalkQuestion): boolean {
  return question.kind === 'summarise' && question.target.of === 'document';
}

const unspaced = String.raw`[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]`;
const betweenIdeographs = new RegExp(`(?<=${unspaced})\\s+(?=${unspaced})`, 'gu');

/** One line, without the signs around it. */
function plain(question: string): string {
  return question
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .replace(betweenIdeographs, '')
    .replace(/İ/g, 'i')
    .replace(/^[\s¿¡]+|[\s?!.…。？！؟।:]+$/gu, '');
}

const signs = new Map<Grammar, RegExp>();

function mayBeIn(grammar: Grammar, lower: string): boolean {
  if (grammar.signs === undefined) return true;
  const known = signs.get(grammar) ?? new RegExp(`${grammar.documents}|${grammar.signs}`);
  signs.set(grammar, known);
  return known.test(lower);
}

function languageOf(grammar: Grammar): Language {
  const language = compiled.get(grammar) ?? compile(grammar);
  compiled.set(grammar, language);
  return language;
}
