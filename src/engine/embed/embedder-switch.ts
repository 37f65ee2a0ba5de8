// Which embedder's vectors are searched, and how the one that the person chose takes its place: its
// vectors are made beside those that are searched, in a task that can be stopped anywhere and goes
// on there, and once no chunk waits for one they are searched in their place. What was searched is
// kept, so that going back embeds nothing. Documents and words stay as they are.
import { type ErrorCode, isCancellation, LorekeepError } from '../../shared/errors.ts';
import { sentenceOf } from '../../shared/texts/format.ts';
import type { Embedder, LiveEmbedder } from '../embedder.ts';
import type { Log } from '../log/log.ts';
import type { IndexStore } from '../store/index/index-store.ts';
import type { TaskContext, TaskRegistry } from '../tasks/task-registry.ts';
import { embedAll } from './embed-all.ts';
import type { EmbedBatch } from './embed-batch.ts';

/** Where embedders come from, by the names that the settings have for them; '' is the built-in one. */
export interface EmbedderSource {
  /** @throws LorekeepError if it is not to be had: not installed, its file gone, its server unknown */
  check(name: string): void;
  /**
   * @param how.dimensionsOf length of the vectors that the index has by an id; null for none
   * @param how.beside whether it works beside another one, which is in use meanwhile
   * @param how.again whether the person chose it just now: a server may serve another by its name
   * @throws LorekeepError; the signal's reason
   */
  open(
    name: string,
    how: {
      dimensionsOf(id: string): number | null;
      again: boolean;
      beside: boolean;
      signal: AbortSignal;
    },
  ): Promise<Embedder>;
}

export interface EmbedderSwitchParts {
  index: IndexStore;
  source: EmbedderSource;
  embedBatch: EmbedBatch;
  tasks: TaskRegistry;
  log: Log;
  /** Tells the person; the function it gives takes that back. */
  tell(error: LorekeepError): () => void;
  /** The embedder that the settings name. */
  chosen(): string;
  /** Other vectors are searched now, or chunks can be embedded again. */
  onLive(): void;
}

export interface EmbedderSwitch extends LiveEmbedder {
  /**
   * Looks at the choice, and starts what it takes. Does nothing if that is under way.
   *
   * @param again the person chose it just now, be it the same as before
   * @returns when the vectors are searched, or a task makes them, or it was said why not
   */
  follow(again: boolean): Promise<void>;
  close(): Promise<void>;
}

export function createEmbedderSwitch(parts: EmbedderSwitchParts): EmbedderSwitch {
  const { index, source, tasks, log, chosen } = parts;
  const { writer } = index;
  const closing = new AbortController();
  /** The embedder of the live generation; asked for when it is needed. */
  let opened: { id: string; embedder: Promise<Embedder> } | null = null;
  let building: { name: string; id: string; ended: Promise<void> } | null = null;
  let turn: Promise<void> = Promise.resolve();
  let takeBack: (() => void) | null = null;

  function rows() {
    return index.counts.generations();
  }

  function liveRow() {
    return rows().find(({ state }) => state === 'live')!;
  }

  function open(
    name: string,
    { again, beside = false, signal }: { again: boolean; beside?: boolean; signal: AbortSignal },
  ): Promise<Embedder> {
    const known = rows();
    const dimensionsOf = (id: string) =>
      known.find(({ embedder }) => embedder === id)?.dimensions ?? null;
    return source.open(name, { dimensionsOf, again, beside, signal });
  }

  /** The embedder of the live generation, if what has its name still is the same. */
  async function openLive(id: string, name: string): Promise<Embedder> {
    const embedder = await open(name, { again: false, signal: closing.signal });
    if (embedder.id === id) return embedder;
    throw new LorekeepError('EMBEDDER_CHANGED', { name });
  }

  async function get() {
    const { id: generation, embedder: id, name } = liveRow();
    if (opened?.id !== id) {
      const mine = { id, embedder: openLive(id, name) };
      opened = mine;
      // Another try may find it.
      mine.embedder.catch(() => {
        if (opened === mine) opened = null;
      });
    }
    return { generation, embedder: await opened.embedder };
  }

  function failed(error: unknown): boolean {
    if (!isEmbedders(error) || liveRow().name === '') return false;
    if (takeBack) return true;
    const { name } = liveRow();
    log.error('embedder does not work', error, { name });
    const params = { name, reason: sentenceOf(error) };
    takeBack = parts.tell(new LorekeepError('EMBEDDER_UNAVAILABLE', params, error));
    return true;
  }

  function worked(): void {
    if (!takeBack) return;
    takeBack();
    takeBack = null;
    // What had to wait for it goes on.
    parts.onLive();
  }

  /** @param whole only if no chunk waits for it; else those that do are found by words meanwhile */
  async function goLive(generation: number, name: string, whole: boolean): Promise<boolean> {
    if (!(await writer.goLive(generation, { name, whole }))) return false;
    // Opened anew with the next search: what built it beside another one is let go.
    opened = null;
    takeBack?.();
    takeBack = null;
    parts.onLive();
    return true;
  }

  async function build(name: string, again: boolean, task: TaskContext): Promise<void> {
    // The built-in one is always there, and takes no room from another.
    const beside = name !== '' && liveRow().name !== '';
    const embedder = await open(name, { again, beside, signal: task.signal });
    try {
      await buildWith(name, embedder, task);
    } finally {
      if (beside) await embedder.close().catch(() => {});
    }
    await writer.maintain();
  }

  async function buildWith(name: string, embedder: Embedder, task: TaskContext): Promise<void> {
    const wanted = { embedder: embedder.id, name, dimensions: embedder.dimensions };
    const generation = await writer.beginGeneration(wanted);
    const row = rows().find(({ id }) => id === generation);
    if (row?.state !== 'building') await goLive(generation, name, false);
    else await untilLive(generation, name, embedder, task);
  }

  async function untilLive(
    generation: number,
    name: string,
    embedder: Embedder,
    task: TaskContext,
  ): Promise<void> {
    while (rows().some(({ id }) => id === generation)) {
      await embedAll(parts, generation, embedder, task);
      task.report({ phase: 'finishing', total: null });
      // Documents may have changed in between: then there is more to embed.
      if (await goLive(generation, name, true)) return;
    }
    throw new LorekeepError('CANCELLED');
  }

  function startBuilding(name: string, again: boolean): void {
    const { id, ended } = tasks.start({
      kind: 'embed',
      folderIds: [],
      phase: 'embedding',
      run: async (task) => {
        task.report({ current: name || null });
        await build(name, again, task);
        return null;
      },
    });
    const mine = { name, id, ended };
    building = mine;
    void ended.finally(() => {
      if (building === mine) building = null;
    });
  }

  async function stopBuilding(): Promise<void> {
    if (!building) return;
    tasks.cancel(building.id);
    await building.ended;
  }

  async function change(name: string, again: boolean): Promise<void> {
    if (closing.signal.aborted || name !== chosen() || building?.name === name) return;
    await stopBuilding();
    source.check(name);
    const there = rows().find((row) => row.name === name && row.state !== 'building');
    if (!there) return startBuilding(name, again);
    const embedder = await open(name, { again, signal: closing.signal });
    // Another file or model by the same name.
    if (embedder.id !== there.embedder) return startBuilding(name, false);
    if (there.state === 'kept') await goLive(there.id, name, false);
    if (rows().some(({ state }) => state === 'building')) {
      await writer.dropBuilding();
      await writer.maintain();
    }
  }

  return {
    generation: liveRow,
    get,
    failed,
    worked,
    follow(again) {
      const name = chosen();
      turn = turn
        .then(() => change(name, again))
        .catch((error: unknown) => {
          if (closing.signal.aborted || isCancellation(error)) return;
          log.error('embedder not changed', error);
          if (!(error instanceof LorekeepError)) return;
          const params = { name, reason: sentenceOf(error) };
          parts.tell(new LorekeepError('EMBEDDER_UNAVAILABLE', params, error));
        });
      return turn;
    },
    async close() {
      closing.abort();
      await stopBuilding().catch(() => {});
      await turn;
    },
  };
}

/** What goes wrong with embedders and not with the index or with us. */
function isEmbedders(error: unknown): error is Error {
  if (!(error instanceof Error) || isCancellation(error)) return false;
  return !(error instanceof LorekeepError) || !ours.has(error.code);
}

const ours: ReadonlySet<ErrorCode> = new Set([
  'INDEX_DAMAGED',
  'DISK_FULL',
  'ENGINE_STOPPED',
  'DATA_FOLDER_UNUSABLE',
]);
