// A follow-up made into a question that stands by itself, so that it can be searched. By a model
// where there is one, else by rules: what refers to something said before gets the words of the last
// question beside its own.
import type { Complete, PastTurn } from '../answerer.ts';
import type { ChatMessage } from '../generator.ts';
import { termsOf } from '../text/terms.ts';
import { isCancellation } from '../../shared/errors.ts';
import { unmarked } from './unmarked.ts';

export interface Standalone {
  text: string;
  /** `same`: it stood by itself. */
  by: 'same' | 'rules' | 'model';
}

/** Turns that a follow-up may refer to. */
const mostTurns = 3;
/** Of an earlier answer this much is shown to the model, in UTF-16 units. */
const answerShown = 600;
const mostTokens = 96;
/** Longer rewritings are an answer, or no question. */
const longestQuestion = 500;

const rules = `Rewrite the last question so that it can be understood without the conversation: put in what its pronouns and omissions refer to. Keep its language and its meaning. Add nothing else. If it can be understood as it is, repeat it. Write the question only, on one line.`;

/**
 * @param complete what writes; null: the rules alone
 * @throws the signal's reason; a model that fails is left aside
 */
export async function standaloneQuestion(
  question: string,
  history: readonly PastTurn[],
  complete: Complete | null,
  signal: AbortSignal,
): Promise<Standalone> {
  if (history.length === 0) return { text: question, by: 'same' };
  if (complete) {
    const written = await rewritten(question, history, complete, signal);
    if (written !== null) {
      return written === question ? { text: question, by: 'same' } : { text: written, by: 'model' };
    }
  }
  const text = withWordsBefore(question, history);
  return { text, by: text === question ? 'same' : 'rules' };
}

async function rewritten(
  question: string,
  history: readonly PastTurn[],
  complete: Complete,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const text = await complete(rewritePrompt(question, history), mostTokens, signal);
    return usable(text, question, history);
  } catch (error) {
    if (signal.aborted || isCancellation(error)) throw error;
    return null;
  }
}

function rewritePrompt(question: string, history: readonly PastTurn[]): ChatMessage[] {
  const before = history
    .slice(-mostTurns)
    .map((turn) => `Question: ${turn.searched}\nAnswer: ${turn.answer.slice(0, answerShown)}`);
  const text = [...before, `Last question: ${question}`].join('\n\n');
  return [
    { role: 'system', text: rules },
    { role: 'user', text: unmarked(text) },
  ];
}

/** What a model wrote, if it is a question made of this conversation's words; else null. */
function usable(text: string, question: string, history: readonly PastTurn[]): string | null {
  const first = text.split('\n')[0]!.trim();
  const line = first.replace(/^["“„«]|["”“»]$/gu, '').trim();
  if (line === '' || line.length > Math.max(longestQuestion, 2 * question.length)) return null;
  const said = termsIn([question, ...history.flatMap((turn) => [turn.searched, turn.answer])]);
  const own = termsIn([question]);
  const now = termsIn([line]);
  const known = [...now].filter((term) => said.has(term)).length;
  const kept = [...own].filter((term) => now.has(term)).length;
  // Half of the question is still there, and hardly anything is new.
  return known >= now.size * 0.7 && kept >= own.size * 0.4 ? line : null;
}

/** Words that point at something said before, in the languages that most people ask in. */
const pointing = wordSet(
  `it its they them their theirs this that these those he him his she her hers
   er sie ihn ihm ihnen sein seine seiner ihre dies diese dieser dieses dort dann davon dafür damit
   dazu darin darauf
   il elle ils elles lui leur ce cette ces celui celle ceux cela ça
   él ella ellos ellas esto esta este estos estas eso esa ese allí ahí
   isso isto esse essa ele ela eles elas quello quella questo questa loro
   это этот эта эти он она они его её их там тот та те
   它 他 她 它们 他们 这 那 这个 那个 それ これ あれ その この その他 그것 이것 그
   هو هي هم هذا هذه ذلك تلك यह वह ये वे इस उस bu şu onlar bunlar มัน นี้ นั้น`,
);
/** Words that do so at the end of a question, and are articles or fillers elsewhere. */
const pointingAtEnd = wordSet(
  `there then one ones same both neither else other others another das es die der le la
   les lo los las y en o`,
);

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(/\s+/u).filter((word) => word !== ''));
}

/** Beginnings that go on with what was said before. */
const goesOn =
  /^(and|also|but|or|what about|how about|und|auch|aber|oder|was ist mit|wie ist es|et|mais|ou|y|e|pero|o|qué tal|и|а|но|那么|那|呢|では|じゃあ|그럼|ve|peki|और|و|แล้ว)(?=[\s,，、?？]|\p{sc=Han})/iu;

/** A question with fewer words of its own says too little by itself. */
const fewWords = 2;

/** The question with what it lacks of the last one; unchanged if it stands by itself. */
export function withWordsBefore(question: string, history: readonly PastTurn[]): string {
  const last = history.at(-1);
  if (!last || !refersBack(question)) return question;
  const own = termsIn([question]);
  const lacking = wordsOf(last.searched).filter(
    (word) => !pointing.has(word.toLowerCase()) && [...termsIn([word])].some((t) => !own.has(t)),
  );
  return lacking.length > 0 ? `${question} ${lacking.join(' ')}` : question;
}

/** True for words that only point at something said before: “them”, “all of these”. */
export function onlyPoints(text: string): boolean {
  return wordsOf(text).every((word) => pointing.has(word.toLowerCase()) || !isLong(word));
}

function refersBack(question: string): boolean {
  const words = wordsOf(question);
  const says = words.filter((word) => isLong(word) && !pointing.has(word.toLowerCase()));
  if (says.length < fewWords) return true;
  if (goesOn.test(question.trim())) return true;
  // In a long question “it” stands for something in the question itself.
  if (words.length > 9) return false;
  const last = words.at(-1)?.toLowerCase() ?? '';
  return pointingAtEnd.has(last) || words.some((word) => pointing.has(word.toLowerCase()));
}

/** Not a word that any question has: these are short where letters are few. */
function isLong(word: string): boolean {
  return word.length > (/^[\p{sc=Latin}\p{sc=Cyrillic}\p{sc=Greek}]/u.test(word) ? 3 : 1);
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

function wordsOf(text: string): string[] {
  return [...segmenter.segment(text)].flatMap(({ segment, isWordLike }) =>
    isWordLike === true ? [segment] : [],
  );
}

function termsIn(texts: readonly string[]): Set<string> {
  return new Set(texts.flatMap((text) => [...termsOf(text)].map(({ term }) => term)));
}
