// What a task does now, in words.
import type { Settings } from '../../shared/contract/settings.ts';
import type { Task, TaskProgress } from '../../shared/contract/tasks.ts';
import { t, type TextKey } from './text.ts';

const phases: Record<TaskProgress['phase'], TextKey> = {
  fetching: 'phase.fetching',
  scanning: 'phase.scanning',
  reading: 'phase.reading',
  recognising: 'phase.recognising',
  embedding: 'phase.embedding',
  removing: 'phase.removing',
  finishing: 'phase.finishing',
  downloading: 'phase.downloading',
  copying: 'phase.copying',
  converting: 'phase.converting',
};

/** What goes on while indexing is paused. */
const unpaused: ReadonlySet<Task['kind']> = new Set(['remove', 'fetch', 'download', 'add']);

/** Whether a task stands still because indexing is paused. */
export function isPaused(task: Task, settings: Settings | null): boolean {
  return settings?.paused === true && canPause(task);
}

export function canPause({ kind }: Task): boolean {
  return !unpaused.has(kind);
}

/** Whether a task brings a model or adapter. */
export function isOfModel({ kind }: Task): boolean {
  return kind === 'download' || kind === 'add';
}

export function phaseName(task: Task, settings: Settings | null): string {
  return t(isPaused(task, settings) ? 'phase.paused' : phases[task.progress.phase]);
}
