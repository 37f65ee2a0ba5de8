// Streams of the engine that a screen follows for as long as it lives. A stream that ends, as
// when the line is lost, is opened again; the engine then sends the whole state first.
import type { CallOptions } from '../../shared/contract/procedure.ts';
import { isCancellation } from '../../shared/errors.ts';

const pause = 500;

type OpenStream<E> = (input: undefined, options: CallOptions) => Promise<AsyncIterable<E>>;

/** Follows a stream; the function that comes back ends it. */
export function keepWatching<E>(open: OpenStream<E>, onEvent: (event: E) => void): () => void {
  const stop = new AbortController();
  const { signal } = stop;

  async function follow(): Promise<void> {
    while (!signal.aborted) {
      try {
        for await (const event of await open(undefined, { signal })) {
          if (signal.aborted) return;
          onEvent(event);
        }
      } catch (error) {
        if (!isCancellation(error)) console.warn('A stream ended and is opened again.', error);
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  void follow();
  return () => stop.abort();
}
