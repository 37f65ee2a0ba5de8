// Each place that makes an error gives it the values that its sentence names: a person must
// never read “{path}”. Read from the sources, as the type of an error does not say its values.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { errorCodes, isErrorCode } from '../../src/shared/errors.ts';
import { errorSentences } from '../../src/shared/texts/en.ts';

const source = join(import.meta.dirname, '../../src');

interface Made {
  where: string;
  codes: string[];
  /** The values given; null where they come from elsewhere and cannot be read here. */
  names: string[] | null;
}

/** The text of balanced brackets from an opening one on, without them. */
function inside(text: string, open: number): string {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if ('([{'.includes(text[i]!)) depth++;
    if (')]}'.includes(text[i]!) && --depth === 0) return text.slice(open + 1, i);
  }
  throw new Error('a bracket is not closed');
}

/** Cuts at the commas that stand in no brackets. */
function cut(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    if ('([{'.includes(text[i]!)) depth++;
    if (')]}'.includes(text[i]!)) depth--;
    if (text[i] !== ',' || depth > 0) continue;
    parts.push(text.slice(from, i).trim());
    from = i + 1;
  }
  return [...parts, text.slice(from).trim()].filter(Boolean);
}

function namesOf(given: string | undefined): string[] | null {
  if (given === undefined) return [];
  if (!given.startsWith('{') || given.includes('...')) return null;
  return cut(inside(given, 0)).map((entry) => /^\w+/.exec(entry)![0]);
}

const codesOf = (text: string) => [...text.matchAll(/'([A-Z_]+)'/g)].map(([, code]) => code!);

function errorsMadeIn(file: string): Made[] {
  const text = readFileSync(join(source, file), 'utf8').replace(/^\s*(\/\/|\*|\/\*).*$/gm, '');
  const where = (index: number) => `${file}:${text.slice(0, index).split('\n').length}`;
  const thrown = [...text.matchAll(/new LorekeepError\(/g)].map(({ index, 0: match }) => {
    const [code, params] = cut(inside(text, index + match.length - 1));
    return { where: where(index), codes: codesOf(code!), names: namesOf(params) };
  });
  const described = [...text.matchAll(/\bcode: '[A-Z_]+',\s*params: /g)].map((match) => {
    const rest = text.slice(match.index + match[0].length);
    const given = rest.startsWith('{') ? `{${inside(rest, 0)}}` : rest;
    return { where: where(match.index), codes: codesOf(match[0]), names: namesOf(given) };
  });
  return [...thrown, ...described];
}

const made = globSync('**/*.{ts,vue}', { cwd: source }).flatMap(errorsMadeIn);

test('the sources make errors, and most of them can be read here', () => {
  expect(made.length).toBeGreaterThan(50);
  const read = made.filter(({ codes, names }) => codes.length > 0 && names !== null);
  expect(read.length).toBeGreaterThan(made.length * 0.8);
});

test('each error has the values that its sentence names', () => {
  const missing = made.flatMap(({ where, codes, names }) =>
    codes.filter(isErrorCode).flatMap((code) => {
      const wanted = [...errorSentences[code].matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
      const lacking = names === null ? [] : wanted.filter((name) => !names.includes(name));
      return lacking.map((name) => `${where}: ${code} without {${name}}`);
    }),
  );
  expect(missing).toEqual([]);
});

test('each code stands in the list', () => {
  const unknown = made.flatMap(({ where, codes }) =>
    codes.filter((code) => !isErrorCode(code)).map((code) => `${where}: ${code}`),
  );
  expect(unknown).toEqual([]);
  expect(new Set(errorCodes).size).toBe(errorCodes.length);
});
