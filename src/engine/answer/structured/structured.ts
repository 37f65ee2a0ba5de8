// An answer as data: the model's JSON says, beside the data, whether the passages hold it and which
// ones it comes from.
import { z } from 'zod';
import type { Passage, Quote } from '../../answerer.ts';
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

export interface Structured {
  data: unknown;
  /** The data as text, and its references. */
  text: string;
  quotes: Quote[];
}

/**
 * @param passages those that the model was given
 * @returns null if the passages do not hold it, or the text was cut before its end
 */
export function readStructured(written: string, passages: readonly Passage[]): Structured | null {
  const parsed = shape.safeParse(parseJson(written));
  if (!parsed.success || !parsed.data.found) return null;
  const { result, sources } = parsed.data;
  const numbers = [...new Set(sources)].filter((n) => passages[n - 1] !== undefined);
  const words = wordsOf(result).join(' ');
  // One statement for each source, of which only the references are used.
  const { quotes } = citePassages(numbers.map((n) => `${words} [${n}]`).join('\n\n'), passages);
  const references = quotes.map((_, i) => `[${i + 1}]`).join(' ');
  return { data: result, text: `${shownJson(result)}\n\n${references}`.trim(), quotes };
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
