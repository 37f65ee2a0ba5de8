// Asking one server for its models: under way, stopped, or why it failed.
import { onBeforeUnmount, shallowRef, type ShallowRef } from 'vue';
import { type ErrorCode, flattenError, isCancellation } from '../../../shared/errors.ts';
import { sentenceOf } from '../../../shared/texts/format.ts';
import { useServices } from '../../app/services.ts';

export interface ServerCheck {
  readonly checking: Readonly<ShallowRef<boolean>>;
  /** Why the last try failed; null if it did not. */
  readonly problem: Readonly<ShallowRef<{ code: ErrorCode; sentence: string } | null>>;
  check(): Promise<void>;
  stop(): void;
}

export function useServerCheck(name: () => string): ServerCheck {
  const { servers } = useServices();
  const checking = shallowRef(false);
  const problem = shallowRef<{ code: ErrorCode; sentence: string } | null>(null);
  let current = new AbortController();

  async function check(): Promise<void> {
    current.abort();
    const mine = new AbortController();
    current = mine;
    checking.value = true;
    problem.value = null;
    try {
      await servers.check(name(), mine.signal);
    } catch (error) {
      if (mine.signal.aborted || isCancellation(error)) return;
      problem.value = { code: flattenError(error).code, sentence: sentenceOf(error) };
    } finally {
      if (current === mine) checking.value = false;
    }
  }
  const stop = () => current.abort();
  onBeforeUnmount(stop);
  return { checking, problem, check, stop };
}
