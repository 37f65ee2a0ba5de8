// Models at work, as the rest of the engine sees them: whoever needs one names it, and it is
// loaded if it is not. One chat model, one embedder (two while one takes the other's place) and one
// reranker are loaded at a time; what
// rests too long is unloaded, and with the last of them the process ends.
import { randomUUID } from 'node:crypto';
import { LorekeepError } from '../../shared/errors.ts';
import { abortable } from '../calls/abortable.ts';
import { createSlots } from '../calls/slots.ts';
import type { ChatMessage, Generated, GenerateRequest } from '../generator.ts';
import type { Host } from '../host.ts';
import type { Log } from '../log/log.ts';
import { checkModel } from './check-model.ts';
import type { BackendChoice, Loaded, LoadRequest, MachineFacts, SlotRole } from './protocol.ts';
import { createSupervisor, type Running } from './supervisor.ts';

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

export interface SlotStatus {
  name: string;
  state: 'loading' | 'ready';
  loaded: Loaded | null;
}

export type Inference = ReturnType<typeof createInference>;

/** A file that crashed so often while it was loaded is not loaded again by itself. */
const mostCrashes = 2;
/** A model that was told to stop and does not is ended with its process. */
const stopPatienceMs = 15_000;

interface Slot {
  key: string;
  name: string;
  running: Running;
  loading: Promise<Loaded>;
  loaded: Loaded | null;
  path: string;
}

export function createInference(parts: InferenceParts) {
  const { log, crashes } = parts;
  const slots = new Map<SlotRole, Slot>();
  const idle = new Map<SlotRole, NodeJS.Timeout>();
  /** One answer at a time, in the order of asking; changing the other models likewise. */
  const turns = {
    chat: createSlots(() => 1),
    embedder: createSlots(() => 1),
    building: createSlots(() => 1),
    reranker: createSlots(() => 1),
  };
  const working: Record<SlotRole, number> = { chat: 0, embedder: 0, building: 0, reranker: 0 };
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
  async function ensure(request: LoadRequest, signal: AbortSignal): Promise<Slot> {
    const { role, name, path } = request;
    const key = JSON.stringify(request);
    const there = slots.get(role);
    if (there?.key === key && !there.running.ended) {
      await abortable(there.loading, signal);
      return there;
    }
    if (crashes.count(path) >= mostCrashes) throw new LorekeepError('MODEL_CRASHES', { name });
    const running = await supervisor.use(signal);
    const loading = running.calls.load(request);
    const slot: Slot = { key, name, path, running, loading, loaded: null };
    slots.set(role, slot);
    parts.onChange();
    try {
      // Goes on if whoever asked leaves: it is likely asked for again.
      slot.loaded = await loading;
      crashes.clear(path);
      log.info('model loaded', { name, role, ...flat(slot.loaded) });
      return slot;
    } catch (error) {
      if (slots.get(role) === slot) slots.delete(role);
      throw error;
    } finally {
      parts.onChange();
    }
  }

  async function unload(role: SlotRole): Promise<void> {
    const slot = slots.get(role);
    clearTimeout(idle.get(role));
    slots.delete(role);
    if (slots.size === 0) supervisor.rest();
    else await slot?.running.calls.unload(role).catch(() => {});
    parts.onChange();
  }

  let outdated = false;
  /** Ends a process that was started with another choice of backend, once nobody uses it. */
  function restIfOutdated(): void {
    if (!outdated || Object.values(working).some((count) => count > 0)) return;
    outdated = false;
    for (const timer of idle.values()) clearTimeout(timer);
    slots.clear();
    supervisor.rest();
    parts.onChange();
  }

  /** Begins a use; the function it gives ends it. */
  function begin(role: SlotRole): () => void {
    working[role]++;
    clearTimeout(idle.get(role));
    return () => {
      working[role]--;
      restIfOutdated();
      const minutes = parts.idleMinutes();
      if (working[role] > 0 || minutes === 0) return;
      const rest = () => {
        if (working[role] === 0) void unload(role);
      };
      idle.set(role, setTimeout(rest, minutes * 60_000).unref());
    };
  }

  /** Uses a model that answers at once, without a turn of its own. */
  async function withModel<T>(
    request: LoadRequest,
    signal: AbortSignal,
    use: (slot: Slot) => Promise<T>,
  ): Promise<T> {
    const end = begin(request.role);
    try {
      const slot = await turns[request.role].use(signal, () => ensure(request, signal));
      return await abortable(use(slot), signal);
    } finally {
      end();
    }
  }

  /** Waits until the model has stopped, so that the next answer does not begin before. */
  async function drain({ running, name }: Slot, id: string): Promise<void> {
    const late = setTimeout(() => {
      log.warn('model did not stop', { name });
      running.kill(new LorekeepError('INFERENCE_CRASHED', { names: name }));
      slots.clear();
      parts.onChange();
    }, stopPatienceMs);
    try {
      await running.calls.stop(id);
      while (!(await running.calls.next(id)).done);
    } catch {
      // It failed or died while it stopped: it has stopped.
    } finally {
      clearTimeout(late);
    }
  }

  return {
    async machine(signal: AbortSignal): Promise<MachineFacts> {
      const running = await supervisor.use(signal);
      const facts = await abortable(running.calls.machine(), signal);
      if (slots.size === 0) supervisor.rest();
      return facts;
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
    /** Loads a model and says what came of it. */
    load: (request: LoadRequest, signal: AbortSignal): Promise<Loaded> =>
      withModel(request, signal, async ({ loading }) => loading),
    unload,
    /** Whether llama.cpp takes a file, seen in a process of its own; see `checkModel`. */
    check: (path: string, signal: AbortSignal) => checkModel(parts, path, signal),
    /** The choice of backend changed: it counts from the next use on. */
    backendChanged() {
      outdated = true;
      restIfOutdated();
    },
    /** Forgets the crashes of a file: the person wants it tried again. */
    tryAgain: (path: string) => crashes.clear(path),
    countTokens: (request: LoadRequest, messages: readonly ChatMessage[], signal: AbortSignal) =>
      withModel(request, signal, ({ running }) => running.calls.countTokens([...messages])),
    async *generate(
      request: LoadRequest,
      what: GenerateRequest,
      signal: AbortSignal,
    ): AsyncGenerator<string, Generated> {
      const end = begin('chat');
      const leave = await turns.chat.take(signal).catch((error: unknown) => {
        end();
        throw error;
      });
      let left: Promise<void> | null = null;
      try {
        const slot = await ensure(request, signal);
        const id = randomUUID();
        const { calls } = slot.running;
        await calls.generate(id, what);
        let done: Generated | null = null;
        try {
          while (!done) {
            const part = await abortable(calls.next(id), signal);
            done = part.done;
            if (part.text) yield part.text;
          }
          return done;
        } finally {
          // Stopped from outside: nobody waits for the model to notice.
          if (!done && !slot.running.ended) left = drain(slot, id);
        }
      } finally {
        const over = () => {
          leave();
          end();
        };
        if (left) void left.then(over);
        else over();
      }
    },
    /** @param prefix stands before each text, and before each part of one that is split */
    embedDocuments: (
      request: LoadRequest,
      texts: readonly string[],
      signal: AbortSignal,
      prefix = '',
    ) =>
      withModel(request, signal, ({ running }) =>
        running.calls.embedDocuments(embedderRole(request), [...texts], prefix),
      ),
    embedQuery: (request: LoadRequest, text: string, signal: AbortSignal) =>
      withModel(request, signal, ({ running }) =>
        running.calls.embedQuery(embedderRole(request), text),
      ),
    countEmbedderTokens: (request: LoadRequest, texts: readonly string[], signal: AbortSignal) =>
      withModel(request, signal, ({ running }) =>
        running.calls.countEmbedderTokens(embedderRole(request), [...texts]),
      ),
    rank: (
      request: LoadRequest,
      query: string,
      texts: readonly string[],
      budgetMs: number,
      signal: AbortSignal,
    ) =>
      withModel(request, signal, ({ running }) => running.calls.rank(query, [...texts], budgetMs)),
    close() {
      for (const timer of idle.values()) clearTimeout(timer);
      slots.clear();
      supervisor.close();
    },
  };
}

function embedderRole({ role }: LoadRequest): 'embedder' | 'building' {
  return role === 'building' ? role : 'embedder';
}

function flat({ contextSize, gpuLayers, layers, threads, ram, vram }: Loaded) {
  return { contextSize, gpuLayers, layers, threads, ram, vram };
}
