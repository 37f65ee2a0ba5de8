/** A command was called with words that do not fit; its message says how to call it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
