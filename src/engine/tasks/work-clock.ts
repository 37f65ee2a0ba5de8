// A clock that stands still while work is paused, so that a forecast is about work and not about
// how long a person went for lunch.

export interface WorkClock {
  /** Milliseconds of not being paused. */
  now(): number;
  setPaused(paused: boolean): void;
}

export function createWorkClock(time: () => number = () => performance.now()): WorkClock {
  let pausedFor = 0;
  let pausedSince: number | null = null;
  return {
    now: () => (pausedSince ?? time()) - pausedFor,
    setPaused(paused) {
      if (paused) pausedSince ??= time();
      else if (pausedSince !== null) {
        pausedFor += time() - pausedSince;
        pausedSince = null;
      }
    },
  };
}
