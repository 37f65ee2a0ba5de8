// Who is at work with the process: uses that have begun and not ended, those that wait for their turn
// included. What nobody uses for a while is told.
import type { SlotRole } from './protocol.ts';

export interface UsesParts {
  /** Minutes after which what nobody used is told; 0: never. */
  idleMinutes(): number;
  /** A use ended. */
  onEnd(): void;
  onIdle(role: SlotRole): void;
}

/** A model by its role, or the process alone. */
type Used = SlotRole | 'process';

export interface Uses {
  /** Begins a use; the function it gives ends it. */
  begin(what: Used): () => void;
  any(): boolean;
  /** No idle time is told of what is not loaded any more; of nothing if no role is named. */
  forget(role?: SlotRole): void;
}

export function createUses({ idleMinutes, onEnd, onIdle }: UsesParts): Uses {
  const counts = new Map<Used, number>();
  const idle = new Map<Used, NodeJS.Timeout>();
  const add = (what: Used, change: number) => counts.set(what, countOf(what) + change);
  const countOf = (what: Used) => counts.get(what) ?? 0;

  function waitFor(role: SlotRole, minutes: number): void {
    const rest = () => {
      if (countOf(role) === 0) onIdle(role);
    };
    clearTimeout(idle.get(role));
    idle.set(role, setTimeout(rest, minutes * 60_000).unref());
  }

  return {
    begin(what) {
      add(what, 1);
      clearTimeout(idle.get(what));
      return () => {
        add(what, -1);
        onEnd();
        const minutes = idleMinutes();
        if (what === 'process' || countOf(what) > 0 || minutes === 0) return;
        waitFor(what, minutes);
      };
    },
    any: () => [...counts.values()].some((count) => count > 0),
    forget(role) {
      for (const [what, timer] of idle) if (!role || what === role) clearTimeout(timer);
    },
  };
}
