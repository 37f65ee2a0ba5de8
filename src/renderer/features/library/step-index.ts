/** Where a key leads in a list of `length` rows; null for a key that does not move. */
export function stepIndex(key: string, current: number, length: number): number | null {
  if (length === 0) return null;
  const last = length - 1;
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, current + 1);
    case 'ArrowUp':
      return Math.max(0, current - 1);
    case 'PageDown':
      return Math.min(last, current + 8);
    case 'PageUp':
      return Math.max(0, current - 8);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
