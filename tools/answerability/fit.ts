// Fits the weights of answerability.ts on what collect.ts wrote:
//   node tools/answerability/fit.ts FILE…
// Prints how it does on sets and on articles that it was not fitted on, then the weights. Sets whose
// names begin with “xq-” say where the line is: so many of their answerable questions fall below it.
import { readFileSync } from 'node:fs';
import { signalNames } from '../../src/engine/answer/answerability/signals.ts';
import { type Fitted, fitLogistic, valueOf } from './logistic.ts';
import type { Sample } from './sample.ts';

/** The part of the answerable questions that may be refused, a little under what is promised. */
const refusedShare = 0.09;

const samples = process.argv
  .slice(2)
  .flatMap((file) => readFileSync(file, 'utf8').trim().split('\n'))
  .map((line) => JSON.parse(line) as Sample);
const sets = [...new Set(samples.map(({ set }) => set))].toSorted();

console.log('Fitted on the other sets and tested on each: refused of the answerable / the others');
for (const set of sets) {
  const fitted = fit(samples.filter((one) => one.set !== set));
  tell(
    set,
    fitted,
    samples.filter((one) => one.set === set),
  );
}
console.log('Fitted on the articles of one half, tested on the other half of each set');
const halves = [0, 1].map((half) => samples.filter((one) => halfOf(one) === half));
for (const [half, list] of halves.entries()) {
  const fitted = fit(halves[1 - half]!);
  for (const set of sets)
    tell(
      `${set} ${half}`,
      fitted,
      list.filter((one) => one.set === set),
    );
}
const { weights, bias } = fit(samples);
console.log('All of them');
for (const set of sets)
  tell(
    set,
    { weights, bias },
    samples.filter((one) => one.set === set),
  );
console.log(`const bias = ${bias.toFixed(2)};`);
for (const [i, name] of signalNames.entries()) console.log(`  ${name}: ${weights[i]!.toFixed(2)},`);

function fit(list: readonly Sample[]): Fitted {
  const { weights: found, bias: free } = fitLogistic(
    list.map(rowOf),
    list.map((one) => one.answerable),
  );
  const values = list
    .filter((one) => one.answerable && one.set.startsWith('xq-'))
    .map((one) => valueOf({ weights: found, bias: free }, rowOf(one)))
    .toSorted((a, b) => a - b);
  return { weights: found, bias: free - (values[Math.floor(values.length * refusedShare)] ?? 0) };
}

function rowOf({ signals }: Sample): number[] {
  return signalNames.map((name) => signals[name]);
}

/** By the beginning of the file's name, as the paragraphs of an article share it. */
function halfOf({ file }: Sample): number {
  const letters = Array.from((file ?? '').split('-')[0]!);
  return letters.reduce((sum, letter) => sum + letter.codePointAt(0)!, 0) % 2;
}

function tell(name: string, fitted: Fitted, list: readonly Sample[]): void {
  const refused = (answerable: boolean) => {
    const some = list.filter((one) => one.answerable === answerable);
    const below = some.filter((one) => valueOf(fitted, rowOf(one)) < 0).length;
    return `${below} of ${some.length} (${((100 * below) / Math.max(1, some.length)).toFixed(1)} %)`;
  };
  console.log(`  ${name.padEnd(22)} ${refused(true).padEnd(24)} ${refused(false)}`);
}
