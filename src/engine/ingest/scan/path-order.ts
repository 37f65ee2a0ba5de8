/**
 * Orders relative paths as SQLite orders text, by their UTF-8 bytes. JavaScript's own order
 * differs from it for signs beyond U+FFFF, which UTF-16 writes as surrogates.
 *
 * @returns below zero if `a` comes first, above if `b` does, zero if they are the same
 */
export function comparePaths(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Surrogates stand for what comes behind all that one unit can write. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
