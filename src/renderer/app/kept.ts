// What this viewer chose for the page itself, kept by their browser: no setting of the library, and
// other windows on it may have chosen otherwise.
import { shallowRef, watch, type ShallowRef } from 'vue';
import type { z } from 'zod';

/**
 * A value that is still there after a reload. What is kept but is not as the schema has it, such as
 * what another version kept, counts as the fallback.
 */
export function keptRef<T>(key: string, schema: z.ZodType<T>, fallback: T): ShallowRef<T> {
  const value = shallowRef(read(key, schema, fallback));
  watch(value, (next) => {
    try {
      localStorage.setItem(key, JSON.stringify(next));
    } catch {
      // Full, or forbidden by the browser: then it lasts as long as the page.
    }
  });
  return value;
}

function read<T>(key: string, schema: z.ZodType<T>, fallback: T): T {
  try {
    const kept = schema.safeParse(JSON.parse(localStorage.getItem(key) ?? 'null'));
    return kept.success ? kept.data : fallback;
  } catch {
    return fallback;
  }
}
