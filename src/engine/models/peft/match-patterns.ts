// Which pattern of rank_pattern or alpha_pattern a module's name matches. The patterns are regular
// expressions out of a file that may come from anywhere, and there are expressions that take years
// for a short name. A regular expression cannot be stopped from outside, but a script in a context
// of its own can: that is where they run, with a limit on their time.
import { runInNewContext } from 'node:vm';
import { LorekeepError } from '../../../shared/errors.ts';
import { adapterReasons } from '../../../shared/texts/adapter-reasons.ts';

// The whole name or its end behind a dot must match, as in PEFT (peft/utils/other.py,
// get_pattern_key). Strings go in and come out: nothing of this program is reachable from in there.
const script = `
  const { patterns, names } = JSON.parse(input);
  const expressions = patterns.map((pattern) => new RegExp('^(?:.*\\\\.)?(?:' + pattern + ')$'));
  JSON.stringify(names.map((name) => expressions.findIndex((each) => each.test(name))));
`;

/** Enough for each of a large model's modules to be tried with a pattern of its own. */
const limitMs = 1000;

/**
 * For each name the first pattern that matches it, null where none does.
 * @throws LorekeepError ADAPTER_NOT_CONVERTIBLE if a pattern is no expression or takes too long
 */
export function matchPatterns(patterns: string[], names: string[]): (string | null)[] {
  if (patterns.length === 0) return names.map(() => null);
  let found: unknown;
  try {
    const input = JSON.stringify({ patterns, names });
    found = JSON.parse(String(runInNewContext(script, { input }, { timeout: limitMs })));
  } catch (error) {
    const reason = adapterReasons.patterns;
    throw new LorekeepError('ADAPTER_NOT_CONVERTIBLE', { reason }, error);
  }
  return (found as number[]).map((index) => patterns[index] ?? null);
}
