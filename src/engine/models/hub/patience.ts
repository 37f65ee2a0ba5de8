// How often something is tried again that a network does wrong for a moment, and after what pause.
import { LorekeepError } from '../../../shared/errors.ts';
import { pause } from '../../calls/feed.ts';

export interface Patience {
  /**
   * Waits if it is worth trying again.
   *
   * @throws the error if it is not, or no longer; the signal's reason
   */
  after(error: unknown): Promise<void>;
  /** Something was achieved: the next failure counts as the first. */
  renew(): void;
}

/** Milliseconds before each new try. */
export const usualWaits: readonly number[] = [1000, 2000, 5000, 10_000, 20_000];
/** A hub that is busy for longer is left to the person. */
const longestBusySeconds = 60;

export function createPatience(waits: readonly number[], signal: AbortSignal): Patience {
  let failures = 0;
  return {
    async after(error) {
      signal.throwIfAborted();
      const least = passes(error);
      const wait = waits[failures++];
      if (least === null || wait === undefined) throw error;
      await pause(Math.max(wait, least), signal);
      signal.throwIfAborted();
    },
    renew() {
      failures = 0;
    },
  };
}

/** Milliseconds after which a failure may have passed; null for one that does not pass. */
function passes(error: unknown): number | null {
  if (!(error instanceof LorekeepError)) return null;
  const { code, params } = error;
  if (code === 'HUB_UNREACHABLE') return 0;
  if (code === 'HUB_REFUSED') return Number(params['status']) >= 500 ? 0 : null;
  if (code !== 'HUB_BUSY') return null;
  const seconds = Number(params['seconds']);
  return seconds <= longestBusySeconds ? seconds * 1000 : null;
}

/** Does something, several times if it must be. */
export async function patiently<T>(
  waits: readonly number[],
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const patience = createPatience(waits, signal);
  for (;;) {
    try {
      return await work();
    } catch (error) {
      await patience.after(error);
    }
  }
}
