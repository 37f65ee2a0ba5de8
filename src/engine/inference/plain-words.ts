// What is said in a conversation is words, whatever it looks like. Text is read without control tokens
// (node-llama-cpp does so), but llama.cpp cuts out the tokens that a vocabulary calls user-defined
// wherever they stand, and some models have the marks of turns, thoughts and calls among them.
import type { LlamaModel } from 'node-llama-cpp';

/** Runs of spaces and letters of a script are user-defined too; these harm nobody. */
const mark = /^[^\p{L}\p{N}\s].*\p{L}.*[^\p{L}\p{N}\s]$/su;

/** Breaks such marks by a space behind their first sign. */
export function plainWords(model: LlamaModel): (text: string) => string {
  const marks: string[] = [];
  for (const token of model.iterateAllTokens()) {
    if (!model.getTokenAttributes(token).userDefined) continue;
    const text = model.detokenize([token], true).trim();
    if (mark.test(text)) marks.push(text);
  }
  if (marks.length === 0) return (text) => text;
  // The longest first: “<tool>” must not hide “<tool>s”.
  const sorted = marks.toSorted((a, b) => b.length - a.length);
  const any = new RegExp(sorted.map(escaped).join('|'), 'gu');
  const signs = /^[^\p{L}\p{N}]/u;
  return (text) => text.replace(any, (found) => found.replace(signs, '$& '));
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
