// Logistic regression by Newton's method, with a penalty on large weights (ridge): a dozen numbers
// fitted on thousands of samples need no more.

export interface Fitted {
  weights: number[];
  bias: number;
}

const rounds = 30;
/** Against the sum of squared weights, of signals brought to the same spread. */
const penalty = 1;

export function fitLogistic(
  rows: readonly (readonly number[])[],
  isTrue: readonly boolean[],
): Fitted {
  const size = rows[0]!.length;
  const columns = Array.from({ length: size }, (_, i) => spreadOf(rows.map((row) => row[i]!)));
  const scaled = rows.map((row) => [
    1,
    ...row.map((x, i) => (x - columns[i]!.mean) / columns[i]!.sd),
  ]);
  let beta = Array.from({ length: size + 1 }, () => 0);
  for (let round = 0; round < rounds; round++) beta = step(scaled, isTrue, beta);
  const weights = columns.map(({ sd }, i) => beta[i + 1]! / sd);
  const shift = weights.reduce((sum, weight, i) => sum + weight * columns[i]!.mean, 0);
  return { weights, bias: beta[0]! - shift };
}

export function valueOf({ weights, bias }: Fitted, row: readonly number[]): number {
  return row.reduce((sum, x, i) => sum + x * weights[i]!, bias);
}

function spreadOf(values: readonly number[]): { mean: number; sd: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  return { mean, sd: Math.sqrt(variance) || 1 };
}

function step(
  rows: readonly (readonly number[])[],
  isTrue: readonly boolean[],
  beta: readonly number[],
): number[] {
  const size = beta.length;
  const gradient = beta.map((b, i) => (i === 0 ? 0 : -penalty * b));
  const hessian = beta.map((_, i) => beta.map((_, j) => (i === j && i > 0 ? penalty : 0)));
  for (const [r, row] of rows.entries()) {
    const p = 1 / (1 + Math.exp(-row.reduce((sum, x, i) => sum + x * beta[i]!, 0)));
    const w = p * (1 - p);
    for (let i = 0; i < size; i++) {
      gradient[i]! += row[i]! * ((isTrue[r] ? 1 : 0) - p);
      for (let j = 0; j < size; j++) hessian[i]![j]! += w * row[i]! * row[j]!;
    }
  }
  const change = solved(hessian, gradient);
  return beta.map((b, i) => b + change[i]!);
}

/** Gaussian elimination with the largest pivot. Changes what it is given. */
function solved(a: number[][], b: number[]): number[] {
  const size = b.length;
  for (let i = 0; i < size; i++) {
    let pivot = i;
    for (let r = i + 1; r < size; r++) if (Math.abs(a[r]![i]!) > Math.abs(a[pivot]![i]!)) pivot = r;
    [a[i], a[pivot]] = [a[pivot]!, a[i]!];
    [b[i], b[pivot]] = [b[pivot]!, b[i]!];
    for (let r = i + 1; r < size; r++) {
      const factor = a[r]![i]! / a[i]![i]!;
      for (let c = i; c < size; c++) a[r]![c]! -= factor * a[i]![c]!;
      b[r]! -= factor * b[i]!;
    }
  }
  const x = b.map(() => 0);
  for (let i = size - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let c = i + 1; c < size; c++) sum -= a[i]![c]! * x[c]!;
    x[i] = sum / a[i]![i]!;
  }
  return x;
}
