// An answer as data: the model's JSON says, beside the data, whether the passages hold it and which
// ones it comes from.
import { z } from 'zod';
import { LorekeepError } from '../../../shared/errors.ts';
import type { Draft, Passage, Quote } from '../../answerer.ts';
import { citePassages } from '../cite/cite-passages.ts';

/** The schema that a grammar is made of. What comes first is decided first. */
export function wrappedSchema(schema: object): object {
  return {
    type: 'object',
    properties: {
      found: { type: 'boolean' },
      sources: { type: 'array', items: { type: 'integer' }, maxItems: 8 },
      result: schema,
    },
    required: ['found', 'sources', 'result'],
    additionalProperties: false,
  };
}

/** What the prompt says beside the rules. */
export const structuredRules = `Write JSON with three fields: "found": whether the passages answer the question; "sources": the numbers of the passages that you used; "result": the answer in the form that is asked for. Leave nothing in it that no passage says.`;

const shape = z.object({
  found: z.boolean(),
  sources: z.array(z.number()),
  result: z.unknown(),
});

/** The same for an answer without passages. An object, as some servers keep to nothing else. */
export function resultSchema(schema: object): object {
  return {
    type: 'object',
    properties: { result: schema },
    required: ['result'],
    additionalProperties: false,
  };
}

/** What the prompt without passages says beside the rules. */
export const freeStructuredRules =
  'Write JSON with one field, "result": the answer in the form that is asked for.';

export interface Structured {
  data: unknown;
  /** The data as text, and its references. */
  text: string;
  quotes: Quote[];
}

/**
 * @param passages those that the model was given
 * @returns null if the passages do not hold it
 * @throws LorekeepError ANSWER_CUT, ANSWER_FORM
 */
export function readStructured(
  written: string,
  ended: Draft['ended'],
  passages: readonly Passage[],
): Structured | null {
  const { found, result, sources } = parsedBy(shape, written, ended);
  if (!found) return null;
  const numbers = [...new Set(sources)].filter((n) => passages[n - 1] !== undefined);
  const words = wordsOf(result).join(' ');
  // One statement for each source, of which only the references are used.
  const { quotes } = citePassages(numbers.map((n) => `${words} [${n}]`).join('\n\n'), passages);
  const references = quotes.map((_, i) => `[${i + 1}]`).join(' ');
  return { data: result, text: `${shownJson(result)}\n\n${references}`.trim(), quotes };
}

/** @throws LorekeepError ANSWER_CUT, ANSWER_FORM */
export function readResult(written: string, ended: Draft['ended']): Omit<Structured, 'quotes'> {
  const { result } = parsedBy(shape.pick({ result: true }), written, ended);
  return { data: result, text: shownJson(result) };
}

/** What a grammar was kept to is whole unless it was cut; not every server keeps to one. */
function parsedBy<T>(wanted: z.ZodType<T>, written: string, ended: Draft['ended']): T {
  const parsed = wanted.safeParse(parseJson(written));
  if (parsed.success) return parsed.data;
  throw new LorekeepError(ended === 'limit' ? 'ANSWER_CUT' : 'ANSWER_FORM');
}

/** A number in brackets would be taken for a reference: a sign that is not seen keeps it apart. */
function shownJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/\[(?=\s*\d{1,3}\s*\])/g, '[\u2060');
}

function wordsOf(value: unknown): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsOf) : [];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
