// Lines of the report: a figure beside the number it is held to.

export function heading(text: string): void {
  console.log(`\n${text}`);
}

/** Prints a figure and whether it keeps its bound. */
export function figure(name: string, value: number, unit: string, atMost?: number): void {
  const shown = value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2);
  const bound =
    atMost === undefined ? '' : `  (at most ${atMost} ${unit}) ${verdict(value <= atMost)}`;
  console.log(`  ${name.padEnd(34)} ${`${shown} ${unit}`.padStart(10)}${bound}`);
}

export function verdict(kept: boolean): string {
  return kept ? 'kept' : 'MISSED';
}

/** Says why a part did not run. */
export function skipped(what: string, why: string): void {
  console.log(`\n${what}: skipped, ${why}`);
}
