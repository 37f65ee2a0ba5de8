// The JSON schemas that an answer can be made to keep to: those that a grammar can express. What a
// grammar would quietly leave out is refused, so that nobody relies on it.
import { z } from 'zod';
import { LorekeepError } from '../../../shared/errors.ts';

/** Keywords that node-llama-cpp's grammar keeps to, and those that only describe. */
const known = new Set([
  'type',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'prefixItems',
  'minItems',
  'maxItems',
  'minLength',
  'maxLength',
  'enum',
  'const',
  'oneOf',
  'anyOf',
  'title',
  'description',
  '$schema',
  '$id',
]);
const types = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']);
/** Deeper ones make grammars that take longer than the answer. */
const deepest = 12;
const mostParts = 400;

const schemaShape = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  prefixItems: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  enum: z.array(z.unknown()).optional(),
});

/**
 * @throws LorekeepError SCHEMA_UNSUPPORTED with the place of what cannot be kept to
 */
export function checkSchema(schema: object): void {
  let parts = 0;
  const refuse = (place: string, reason: string): never => {
    throw new LorekeepError('SCHEMA_UNSUPPORTED', { place: place || '/', reason });
  };
  const check = (value: unknown, place: string, depth: number): void => {
    const parsed = schemaShape.safeParse(value);
    if (!parsed.success) return refuse(place, 'this is no schema');
    if (depth > deepest) refuse(place, 'it is nested too deep');
    if (++parts > mostParts) refuse(place, 'it has too many parts');
    for (const keyword of Object.keys(parsed.data)) {
      if (!known.has(keyword)) refuse(place, `“${keyword}” is not supported`);
    }
    const { type = [], properties = {}, items, prefixItems = [] } = parsed.data;
    for (const name of [type].flat()) {
      if (!types.has(name)) refuse(place, `there is no type “${name}”`);
    }
    if (!('type' in parsed.data || hasChoices(parsed.data))) refuse(place, 'it names no type');
    const inner = (child: unknown, name: string) => check(child, `${place}/${name}`, depth + 1);
    for (const [name, child] of Object.entries(properties)) inner(child, name);
    if (items !== undefined) inner(items, 'items');
    for (const [i, child] of prefixItems.entries()) inner(child, String(i));
    for (const choice of [...(parsed.data.oneOf ?? []), ...(parsed.data.anyOf ?? [])]) {
      inner(choice, 'oneOf');
    }
  };
  check(schema, '', 0);
}

function hasChoices(schema: object): boolean {
  return ['enum', 'const', 'oneOf', 'anyOf'].some((keyword) => keyword in schema);
}
