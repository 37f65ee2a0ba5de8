// FTS5 expressions. Only terms get into them, each in quotes: nothing of a raw query does.

/** Chunks with any of the terms. */
export function anyOf(terms: readonly string[]): string {
  return terms.map(quoted).join(' OR ');
}

/** Chunks with all of the terms. */
export function allOf(terms: readonly string[]): string {
  return terms.map(quoted).join(' AND ');
}

/** Chunks in which the terms follow each other, in the text or above it. */
export function inOrder(terms: readonly string[]): string {
  return quoted(terms.join(' '));
}

/** Chunks below a title or heading that matches. */
export function above(expression: string): string {
  return `context : (${expression})`;
}

/** Both expressions. */
export function both(a: string, b: string): string {
  return `(${a}) AND (${b})`;
}

/** The first expression and not the second. */
export function without(a: string, b: string): string {
  return `(${a}) NOT (${b})`;
}

function quoted(terms: string): string {
  return `"${terms.replaceAll('"', '""')}"`;
}
