// Which models are loaded, each in its role: whoever needs one names it, and it is loaded if it is
// not. One chat model, one embedder (two while one takes the other's place) and one reranker are
// loaded at a time; what rests too long is unloaded, and with the last of them the process ends.
import { LorekeepError } from '../../shared/errors.ts';
import { abortable } from '../calls/abortable.ts';
import { createSlots } from '../calls/slots.ts';
import type { Host } from '../host.ts';
import type { Log } from '../log/log.ts';
import { mostLoadCrashes } from '../store/library/model-files.ts';
import type { BackendChoice, Loaded, LoadRequest, MachineFacts, SlotRole } from './protocol.ts';
import { createSupervisor, type Running } from './supervisor.ts';
import { createUses } from './uses.ts';

export interface InferenceParts {
  host: Host;
  log: Log;
  backend(): BackendChoice;
  /** Minutes after which a model that nobody used is unloaded; 0: never. */
  idleMinutes(): number;
  /** How often each file took the process with it while it was loaded, see `LoadCrashes`. */
  crashes: LoadCrashes;
  /** Something of `status` changed. */
  onChange(): void;
}

/** Kept in the library: a file that crashes llama.cpp does so after a restart as well. */
export interface LoadCrashes {
  count(path: string): number;
  add(path: string): void;
  clear(path: string): void;
}

export interface ModelSlot {
  role: SlotRole;
  key: string;
  name: string;
  path: string;
  running: Running;
  loading: Promise<Loaded>;
  /** Null while it is being loaded. */
  loaded: Loaded | null;
}

export interface SlotStatus {
  name: string;
  state: 'loading' | 'ready';
  loaded: Loaded | null;
}

export interface Occupied {
  slot: ModelSlot;
  /** Lets the next one have it. */
  leave(): void;
}

export type ModelSlots = ReturnType<typeof createModelSlots>;

/** A function for each role: state that a role has for itself. */
function eachRole<T>(make: () => T): Record<SlotRole, T> {
  return { chat: make(), embedder: make(), building: make(), reranker: make() };
}

export function createModelSlots(parts: InferenceParts) {
  const { log, crashes } = parts;
  const slots = new Map<SlotRole, ModelSlot>();
  /** One answer at a time, in the order of asking; changing the other models likewise. */
  const turns = eachRole(() => createSlots(() => 1));
  /** The last loading or unloading of a role, settled; the process does one of them at a time. */
  const changed = eachRole(() => Promise.resolve());
  const uses = createUses({
    idleMinutes: parts.idleMinutes,
    onEnd() {
      endIfOutdated();
      endIfUnused();
    },
    onIdle: (role) => void unload(role),
  });
  let outdated = false;
  const supervisor = createSupervisor({
    ...parts,
    holding: () => [...slots.values()].map(({ name }) => name),
    onCrash() {
      for (const { loaded, path } of slots.values()) if (!loaded) crashes.add(path);
      slots.clear();
      parts.onChange();
    },
  });

  /** Loads the model if it is not the one that is loaded. Inside the role's turn. */
  async function ensure(request: LoadRequest, signal: AbortSignal): Promise<ModelSlot> {
    const { role, name, path } = request;
    const key = JSON.stringify(request);
    const there = slots.get(role);
    if (there?.key === key && !there.running.ended) {
      await abortable(there.loading, signal);
      return there;
    }
    if (crashes.count(path) >= mostLoadCrashes) throw new LorekeepError('MODEL_CRASHES', { name });
    await abortable(changed[role], signal);
    const running = await supervisor.use(signal);
    const loading = running.calls.load(request);
    const slot: ModelSlot = { role, key, name, path, running, loading, loaded: null };
    slots.set(role, slot);
    changed[role] = settle(slot);
    parts.onChange();
    // Goes on if whoever asked leaves: it is likely asked for again.
    await abortable(loading, signal);
    return slot;
  }

  /** Takes note of what came of loading, whoever still waits for it. */
  async function settle(slot: ModelSlot): Promise<void> {
    const { role, name, path, loading } = slot;
    try {
      slot.loaded = await loading;
      crashes.clear(path);
      log.info('model loaded', { name, role, ...flat(slot.loaded) });
    } catch {
      // Whoever waits for it is told; to the others it was not loaded.
      if (slots.get(role) === slot) slots.delete(role);
      endIfUnused();
    }
    parts.onChange();
  }

  async function unload(role: SlotRole): Promise<void> {
    const slot = slots.get(role);
    uses.forget(role);
    slots.delete(role);
    if (!endIfUnused() && slot) {
      const { calls } = slot.running;
      changed[role] = changed[role].then(() => calls.unload(role)).catch(() => {});
      await changed[role];
    }
    parts.onChange();
  }

  /** Ends the process if nothing is loaded and nobody is about to need it. */
  function endIfUnused(): boolean {
    if (slots.size > 0 || uses.any()) return false;
    supervisor.rest();
    return true;
  }

  /** Ends a process that was started with another choice of backend, once nobody uses it. */
  function endIfOutdated(): void {
    if (!outdated || uses.any()) return;
    outdated = false;
    uses.forget();
    slots.clear();
    supervisor.rest();
    parts.onChange();
  }

  return {
    async machine(signal: AbortSignal): Promise<MachineFacts> {
      const end = uses.begin('process');
      try {
        const running = await supervisor.use(signal);
        return await abortable(running.calls.machine(), signal);
      } finally {
        end();
      }
    },
    /** What is loaded; an embedder that is at work beside another is told of by its task. */
    status: (): Partial<Record<Exclude<SlotRole, 'building'>, SlotStatus>> =>
      Object.fromEntries(
        [...slots]
          .filter(([role]) => role !== 'building')
          .map(([role, { name, loaded }]) => [
            role,
            { name, loaded, state: loaded ? 'ready' : 'loading' } satisfies SlotStatus,
          ]),
      ),
    /** Uses a model that answers at once, without a turn of its own. */
    async use<T>(
      request: LoadRequest,
      signal: AbortSignal,
      work: (slot: ModelSlot) => Promise<T>,
    ): Promise<T> {
      const end = uses.begin(request.role);
      try {
        const slot = await turns[request.role].use(signal, () => ensure(request, signal));
        return await abortable(work(slot), signal);
      } finally {
        end();
      }
    },
    /** Has a model alone until it is left; those who want it wait for their turn. */
    async occupy(request: LoadRequest, signal: AbortSignal): Promise<Occupied> {
      const stack = new DisposableStack();
      try {
        stack.defer(uses.begin(request.role));
        stack.defer(await turns[request.role].take(signal));
        const slot = await ensure(request, signal);
        return { slot, leave: () => stack.dispose() };
      } catch (error) {
        stack.dispose();
        throw error;
      }
    },
    unload,
    /** A model that is loaded needed less of something since: from now on that is told of it. */
    async askAgain(slot: ModelSlot): Promise<void> {
      const now = await slot.running.calls.loaded(slot.role);
      if (!now || slots.get(slot.role) !== slot || same(now, slot.loaded)) return;
      slot.loaded = now;
      log.info('model changed', { name: slot.name, role: slot.role, ...flat(now) });
      parts.onChange();
    },
    /** Ends the process of a model that does not obey, and all that is loaded with it. */
    kill({ running, name }: ModelSlot): void {
      running.kill(new LorekeepError('INFERENCE_CRASHED', { names: name }));
      slots.clear();
      parts.onChange();
    },
    /** The choice of backend changed: it counts from the next use on. */
    backendChanged(): void {
      outdated = true;
      endIfOutdated();
    },
    close(): void {
      uses.forget();
      slots.clear();
      supervisor.close();
    },
  };
}

function same(one: Loaded, other: Loaded | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function flat({ contextSize, gpuLayers, layers, threads, ram, vram }: Loaded) {
  return { contextSize, gpuLayers, layers, threads, ram, vram };
}
