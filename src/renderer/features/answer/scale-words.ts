const digits = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** How strongly an adapter counts: `0.8`. */
export function scaleWords(scale: number): string {
  return digits.format(scale);
}
