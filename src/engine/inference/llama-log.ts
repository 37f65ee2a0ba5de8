// llama.cpp says why something failed in its log alone, up to a tenth of a second after the
// failure itself (its exceptions carry no reason).
import { setTimeout as delay } from 'node:timers/promises';

interface Line {
  severe: boolean;
  text: string;
}

const kept = 60;
const lateMs = 150;
const longestReason = 300;

export type LlamaLog = ReturnType<typeof createLlamaLog>;

export function createLlamaLog() {
  let lines: Line[] = [];
  return {
    record(level: string, message: string) {
      const text = message.trim();
      if (text === '') return;
      lines.push({ severe: level === 'error' || level === 'fatal', text });
      lines = lines.slice(-kept);
    },
    /** Forgets what was said: what comes from now on belongs to the next attempt. */
    clear() {
      lines = [];
    },
    /** What was said since, errors before warnings; the error's own words if it was nothing. */
    async reason(error: unknown): Promise<string> {
      await delay(lateMs);
      const severe = lines.filter((line) => line.severe);
      const said = (severe.length > 0 ? severe : lines).map(({ text }) => plain(text));
      // It is said at the end of all reasons.
      const telling = said.filter((text) => text !== 'failed to load model');
      const own = error instanceof Error ? error.message : String(error);
      return [...new Set(telling.length > 0 ? telling : [own])].join('; ').slice(0, longestReason);
    },
  };
}

/** Without the name of the function that said it. */
function plain(text: string): string {
  return text.replace(/^\w+:\s*/, '').replace(/^error loading model:\s*/, '');
}
