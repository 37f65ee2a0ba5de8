// When indexing may go on: not while it is paused, and on battery only half of the time.
import type { Settings } from '../../shared/contract/settings.ts';
import { pause } from '../calls/feed.ts';
import type { Host } from '../host.ts';

export interface Pace {
  /** Waits for leave to do one piece of work; the work is told when it is done. */
  begin(signal: AbortSignal): Promise<() => void>;
}

/** How long what the system says of its power is believed. */
const powerMs = 30_000;
/** The longest rest after one piece of work. */
const longestRestMs = 5_000;

export interface PaceParts {
  settings(): Settings;
  /** The settings now and after each change, until the signal aborts. */
  follow(signal: AbortSignal): AsyncGenerator<Settings, void>;
  host: Pick<Host, 'onBattery'>;
}

export function createPace({ settings, follow, host }: PaceParts): Pace {
  let power: { at: number; onBattery: Promise<boolean> } | null = null;
  let restUntil = 0;

  function isOnBattery(): Promise<boolean> {
    if (!power || Date.now() - power.at > powerMs) {
      power = { at: Date.now(), onBattery: host.onBattery().catch(() => false) };
    }
    return power.onBattery;
  }

  async function untilResumed(signal: AbortSignal): Promise<void> {
    if (!settings().paused) return;
    for await (const now of follow(signal)) if (!now.paused) return;
  }

  return {
    async begin(signal) {
      await untilResumed(signal);
      const rest = restUntil - Date.now();
      if (rest > 0) await pause(rest, signal);
      signal.throwIfAborted();
      const gentle = settings().gentleOnBattery && (await isOnBattery());
      const started = Date.now();
      return () => {
        if (!gentle) return;
        const now = Date.now();
        restUntil = Math.max(restUntil, now + Math.min(now - started, longestRestMs));
      };
    },
  };
}
