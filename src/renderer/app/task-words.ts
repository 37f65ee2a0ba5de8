// What a task does now, in words.
import type { Task, TaskProgress } from '../../shared/contract/tasks.ts';
import { t, type TextKey } from './text.ts';

const phases: Record<TaskProgress['phase'], TextKey> = {
  scanning: 'phase.scanning',
  reading: 'phase.reading',
  embedding: 'phase.embedding',
  removing: 'phase.removing',
  finishing: 'phase.finishing',
};

export function phaseName(task: Task): string {
  return t(phases[task.progress.phase]);
}
