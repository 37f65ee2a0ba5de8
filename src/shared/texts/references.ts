/** An answer's words alone: where nothing is shown that its numbers could refer to. */
export function withoutReferences(text: string): string {
  return text.replace(/\s?\[\d{1,3}\]/g, '');
}
