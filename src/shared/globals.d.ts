// The few globals beyond the language that exist in every environment this code runs in.
interface AbortSignal {
  readonly aborted: boolean;
  throwIfAborted(): void;
}
