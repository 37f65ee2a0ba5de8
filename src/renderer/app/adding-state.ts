// Adding a folder, from whichever screen it is wished for: choose it, confirm it where it is
// very large, and say what is wrong where the wish came from.
import { shallowRef, type ShallowRef } from 'vue';
import type { Client } from '../../shared/contract/contract.ts';
import { LorekeepError } from '../../shared/errors.ts';
import { sentenceOf } from '../../shared/texts/format.ts';
import { findBridge } from './lines.ts';

export type AddingStep =
  | { kind: 'idle' }
  /** The page's own chooser is open; in Electron the system's is used instead. */
  | { kind: 'picking' }
  | { kind: 'confirming'; path: string };

export interface AddingState {
  readonly step: Readonly<ShallowRef<AddingStep>>;
  /** What was wrong with the last folder; empty if nothing was. */
  readonly error: Readonly<ShallowRef<string>>;
  readonly busy: Readonly<ShallowRef<boolean>>;
  /** Counts the folders that were added; screens go to the library then. */
  readonly added: Readonly<ShallowRef<number>>;
  /** Lets the person choose a folder. */
  start(): Promise<void>;
  /** Adds a folder that is chosen already. */
  add(path: string, confirmed?: boolean): Promise<void>;
  close(): void;
}

export function createAddingState(engine: Client): AddingState {
  const step = shallowRef<AddingStep>({ kind: 'idle' });
  const error = shallowRef('');
  const busy = shallowRef(false);
  const added = shallowRef(0);

  async function start(): Promise<void> {
    error.value = '';
    const bridge = findBridge();
    if (!bridge) {
      step.value = { kind: 'picking' };
      return;
    }
    const path = await bridge.chooseFolder();
    if (path !== null) await add(path);
  }

  async function add(path: string, confirmed = false): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    error.value = '';
    try {
      await engine.library.addFolder({ path, confirmed });
      step.value = { kind: 'idle' };
      added.value += 1;
    } catch (caught) {
      if (caught instanceof LorekeepError && caught.code === 'FOLDER_VERY_LARGE') {
        step.value = { kind: 'confirming', path };
      } else {
        if (step.value.kind === 'confirming') step.value = { kind: 'idle' };
        error.value = sentenceOf(caught);
      }
    } finally {
      busy.value = false;
    }
  }

  function close(): void {
    step.value = { kind: 'idle' };
    error.value = '';
  }
  return { step, error, busy, added, start, add, close };
}
