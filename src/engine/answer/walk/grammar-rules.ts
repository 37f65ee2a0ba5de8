// The patterns of a grammar as rules that read a question. What a question is in the end is told by
// recognise.ts.
import type { Grammar } from './grammar.ts';
import { chinese, japanese } from './grammars-other.ts';

/** What is to be read: the documents that were chosen, all in scope, or those of a name. */
export type Target =
  | { of: 'chosen' }
  | { of: 'scope' }
  | { of: 'document'; name: string }
  | { of: 'folder'; name: string };

export type WalkQuestion =
  /** An empty topic: all documents in scope. `counted`: a line that tells `{n}`, if it was asked for. */
  | { kind: 'which'; topic: string; counted: string | null }
  | { kind: 'list'; topic: string }
  | { kind: 'summarise'; target: Target }
  /** Null: the documents that were chosen. `onlyDocuments`: else it is a usual question. */
  | { kind: 'compare'; sides: [string, string] | null; onlyDocuments: boolean };

/** Words of a list's topic: what says more wants an answer rather than a list. */
const mostListWords = 6;

export interface Rule {
  pattern: RegExp;
  read(match: Groups): WalkQuestion | null;
}

interface Groups {
  topic: string;
  a: string;
  b: string;
}

export interface Language {
  before: RegExp | null;
  behind: RegExp | null;
  rules: Rule[];
}

/** “the word …” before what is looked for. */
const theWord =
  /^(?:(?:the|das|de[nr]?|le|la|el|il|a|o|het)\s+)?(?:words?|terms?|phrase|wort|wörter|begriff|mots?|terme|palabras?|término|parol[ae]|termine|palavras?|termo|woord|слов[оа]?|термин|शब्द)\s+(?=\S)/iu;

/** What the groups are in the question as it was written. */
export function groupsOf({ indices }: RegExpExecArray, original: string): Groups {
  const { topic, a, b } = indices?.groups ?? {};
  const words = (place: [number, number] | undefined) => (place ? original.slice(...place) : '');
  return {
    topic: words(topic).trim().replace(theWord, ''),
    a: words(a).trim(),
    b: words(b).trim(),
  };
}

/** Reads a question in lower case; its groups are taken from the question as it was written. */
export function compile(grammar: Grammar): Language {
  const of = compiler(grammar);
  const { before, behind } = grammar.polite;
  const isSpaced = grammar !== chinese && grammar !== japanese;
  const gap = isSpaced ? ',? ' : '[,，、 ]?';
  return {
    before: before === undefined ? null : of(`^(?:(?:${before})${gap})+`),
    behind: behind === undefined ? null : of(`(?:${gap}(?:${behind}))+$`),
    rules: rulesOf(grammar, (pattern) => of(`^(?:${pattern})$`)),
  };
}

function compiler({ documents, words = {}, chosen }: Grammar): (pattern: string) => RegExp {
  const parts: Record<string, string> = {
    ...words,
    D: documents,
    C: chosen,
    T: '(?<topic>\\S|\\S.*?\\S)',
    A: '(?<a>\\S|\\S.*?\\S)',
    B: '(?<b>\\S|\\S.*?\\S)',
  };
  const filled = (pattern: string): string =>
    pattern.replace(/<([A-Z])>/g, (_, name: string) => filled(parts[name] ?? ''));
  // Without a flag for case, which costs a hundred times as much: it is matched in lower case.
  return (pattern) => new RegExp(filled(pattern).normalize('NFC'), 'd');
}

function rulesOf(grammar: Grammar, of: (pattern: string) => RegExp): Rule[] {
  const { counted, notListed, articles } = grammar;
  const rules = (patterns: readonly string[], read: Rule['read']): Rule[] =>
    patterns.map((pattern) => ({ pattern: of(pattern), read }));
  const notList = new RegExp(notListed.normalize('NFC'), 'iu');
  const tail = grammar.inDocuments === undefined ? null : ending(grammar.inDocuments);
  const manner = grammar.manner === undefined ? null : ending(`(?:${grammar.manner})+`);
  const article = new RegExp(`^(?:(?:${articles}) |l[’'])`.normalize('NFC'), 'iu');
  const name = (text: string) => unquoted(text.replace(article, ''));
  const targetOf = targetReader(grammar, of, name);
  const sideOf = (text: string) => {
    const target = targetOf(text);
    return target?.of === 'document' ? target.name : name(text);
  };
  const sides =
    (onlyDocuments: boolean): Rule['read'] =>
    ({ topic, a, b }) => {
      if (topic !== '') return { kind: 'compare', sides: null, onlyDocuments };
      return { kind: 'compare', sides: [sideOf(a), sideOf(b)], onlyDocuments };
    };
  return [
    ...rules(grammar.whichExist, () => ({ kind: 'which', topic: '', counted: null })),
    ...rules(grammar.countExisting, () => ({ kind: 'which', topic: '', counted })),
    ...rules(grammar.count, ({ topic }) => ({ kind: 'which', topic, counted })),
    ...rules(grammar.which, ({ topic }) => ({ kind: 'which', topic, counted: null })),
    ...rules(grammar.list, ({ topic: all }) => {
      const topic = tail ? all.replace(tail, '') : all;
      const isLong = topic.split(' ').length > mostListWords;
      return isLong || notList.test(topic) ? null : { kind: 'list', topic };
    }),
    ...rules(grammar.summarise, ({ topic }) => {
      const target = targetOf(manner ? topic.replace(manner, '') : topic);
      return target && { kind: 'summarise', target };
    }),
    // The chosen documents before “A and B”, which the same words may fit.
    ...rules(grammar.compare, sides(false)).toSorted(byTopicFirst),
    ...rules(grammar.difference, sides(true)),
  ];
}

function byTopicFirst(a: Rule, b: Rule): number {
  return Number(hasTopic(b)) - Number(hasTopic(a));
}

function hasTopic({ pattern }: Rule): boolean {
  return pattern.source.includes('(?<topic>');
}

function ending(pattern: string): RegExp {
  return new RegExp(`(?:${pattern})$`.normalize('NFC'), 'iu');
}

function targetReader(
  { chosen, scope, namedDocument, namedFolder }: Grammar,
  of: (pattern: string) => RegExp,
  name: (text: string) => string,
): (topic: string) => Target | null {
  const isChosen = of(`^(?:${chosen})$`);
  const isScope = of(`^(?:${scope})$`);
  const documents = namedDocument.map((pattern) => of(`^(?:${pattern})$`));
  const folders = namedFolder.map((pattern) => of(`^(?:${pattern})$`));
  const match = (patterns: readonly RegExp[], text: string) => {
    for (const pattern of patterns) {
      const place = pattern.exec(text.toLowerCase())?.indices?.groups?.['topic'];
      if (place) return text.slice(...place);
    }
    return null;
  };
  return (topic) => {
    const lower = topic.toLowerCase();
    if (topic === '') return null;
    if (isScope.test(lower)) return { of: 'scope' };
    if (isChosen.test(lower)) return { of: 'chosen' };
    const folder = match(folders, topic);
    if (folder !== null) return { of: 'folder', name: name(folder) };
    return { of: 'document', name: name(match(documents, topic) ?? topic) };
  };
}

/** Without the quotes around it. */
function unquoted(text: string): string {
  return text
    .trim()
    .replace(/^["“„”«»‘'《「『]+|["“”«»’'》」』]+$/gu, '')
    .trim();
}
