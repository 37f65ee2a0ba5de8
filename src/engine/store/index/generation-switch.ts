// The writer's generations: each with its side of every transaction, and how one takes the place of
// another. What is written meanwhile is written for all of them, so that each can be searched at
// any time; chunks that still wait for a vector are found by their words.
import type { Db } from '../sqlite.ts';
import { keepUpCodes } from './code-upkeep.ts';
import { type GenerationSide, generationSide, type GenerationSides } from './generation-side.ts';
import {
  addGeneration,
  dropGeneration,
  ensureGeneration,
  isWaiting,
  listGenerations,
  makeLive,
  type WantedGeneration,
} from './generations.ts';
import { measureUnrelated } from './unrelated.ts';

export interface GoLive {
  /** As the settings name its embedder now. */
  name: string;
  /** Only if no chunk waits for it. */
  whole: boolean;
}

export interface WriterGenerations extends GenerationSides {
  all(): GenerationSide[];
  /** @param id the live one's if left out */
  find(id?: number): GenerationSide | null;
  /** One transaction, at the end of which the codes are those of the vectors. */
  transact<T>(change: () => T): T;
  begin(wanted: WantedGeneration): number;
  goLive(id: number, how: GoLive): boolean;
  dropBuilding(): void;
  /** Measures what similarities mean in the live generation, but for the built-in embedder. */
  calibrate(): void;
}

export function openGenerations(
  db: Db,
  { embedder, dimensions }: { embedder: string; dimensions: number },
): WriterGenerations {
  ensureGeneration(db, embedder, dimensions);
  const sides = new Map<number, GenerationSide>();
  let live = 0;
  const setName = db.prepare('UPDATE generations SET name = ? WHERE id = ?');
  const setUnrelated = db.prepare<[number | null, number]>(
    'UPDATE generations SET unrelated = coalesce(?, unrelated) WHERE id = ?',
  );

  /** Brings the sides in line with the generations that there are. */
  function look(): void {
    const rows = listGenerations(db);
    for (const id of sides.keys()) if (!rows.some((row) => row.id === id)) sides.delete(id);
    for (const row of rows) {
      if (!sides.has(row.id)) sides.set(row.id, generationSide(db, row));
      if (row.state === 'live') live = row.id;
    }
  }
  look();

  const all = () => [...sides.values()];

  function transact<T>(change: () => T): T {
    try {
      return db.transaction(() => {
        const result = change();
        for (const { vectors } of all()) vectors.flush();
        return result;
      })();
    } catch (error) {
      for (const { vectors } of all()) vectors.forget();
      throw error;
    }
  }

  /** A change of what generations there are; nothing of their vectors is open between transactions. */
  function change<T>(work: () => T): T {
    try {
      return db.transaction(work)();
    } finally {
      look();
    }
  }

  function dropBuilding(except?: string): void {
    const rows = listGenerations(db);
    const gone = rows.filter(({ state, embedder: id }) => state === 'building' && id !== except);
    for (const row of gone) change(() => dropGeneration(db, row));
  }

  function calibrate(): void {
    const row = listGenerations(db).find(({ id }) => id === live)!;
    // The built-in one's is known together with its weight.
    if (row.name !== '') setUnrelated.run(measureUnrelated(db, row), row.id);
  }

  return {
    all,
    find: (id = live) => sides.get(id) ?? null,
    transact,
    begin(wanted) {
      dropBuilding(wanted.embedder);
      const there = listGenerations(db).find((row) => row.embedder === wanted.embedder);
      return there?.id ?? change(() => addGeneration(db, wanted, 'building')).id;
    },
    goLive(id, { name, whole }) {
      const side = sides.get(id);
      if (!side || (whole && isWaiting(db, id))) return false;
      if (id === live) {
        setName.run(name, id);
        return true;
      }
      keepUpCodes(db, side.generation, side.vectors);
      change(() => makeLive(db, id, name));
      calibrate();
      dropBuilding();
      return true;
    },
    dropBuilding: () => dropBuilding(),
    calibrate,
  };
}
