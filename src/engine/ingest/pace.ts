// When indexing may go on: not while it is paused, and only half of the time on battery and while
// the person works in another program.
import type { Settings } from '../../shared/contract/settings.ts';
import { pause } from '../calls/feed.ts';
import type { Host } from '../host.ts';

export interface Pace {
  /** Waits for leave to do one piece of work; the work is told when it is done. */
  begin(signal: AbortSignal): Promise<() => void>;
}

/** How long what the system says is believed. */
const believedMs = 10_000;
/** The longest rest after one piece of work. */
const longestRestMs = 5_000;

export interface PaceParts {
  settings(): Settings;
  /** The settings now and after each change, until the signal aborts. */
  follow(signal: AbortSignal): AsyncGenerator<Settings, void>;
  host: Pick<Host, 'onBattery' | 'busyElsewhere'>;
}

export function createPace({ settings, follow, host }: PaceParts): Pace {
  const onBattery = believed(() => host.onBattery());
  const busyElsewhere = believed(() => host.busyElsewhere());
  let restUntil = 0;

  async function isGentle(): Promise<boolean> {
    const { gentleOnBattery, gentleWhileBusy } = settings();
    if (gentleOnBattery && (await onBattery())) return true;
    return gentleWhileBusy && busyElsewhere();
  }

  async function untilResumed(signal: AbortSignal): Promise<void> {
    if (!settings().paused) return;
    for await (const now of follow(signal)) if (!now.paused) return;
  }

  return {
    async begin(signal) {
      await untilResumed(signal);
      const rest = restUntil - performance.now();
      if (rest > 0) await pause(rest, signal);
      signal.throwIfAborted();
      const gentle = await isGentle();
      const started = performance.now();
      return () => {
        if (!gentle) return;
        const now = performance.now();
        restUntil = Math.max(restUntil, now + Math.min(now - started, longestRestMs));
      };
    },
  };
}

/** Asks again only after a while; what cannot be told counts as no. */
function believed(ask: () => Promise<boolean>): () => Promise<boolean> {
  let asked: { at: number; answer: Promise<boolean> } | null = null;
  return () => {
    const now = performance.now();
    if (!asked || now - asked.at > believedMs) {
      asked = { at: now, answer: ask().catch(() => false) };
    }
    return asked.answer;
  };
}
