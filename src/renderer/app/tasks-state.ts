// What the engine is busy with, and how long it will honestly still take.
import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue';
import type { Client } from '../../shared/contract/contract.ts';
import type { Task } from '../../shared/contract/tasks.ts';
import { keepWatching } from './watching.ts';

export interface TasksState {
  readonly tasks: Readonly<ShallowRef<Task[]>>;
  readonly running: ComputedRef<Task[]>;
  /** The running task of a folder, if there is one. */
  ofFolder(folderId: string): Task | null;
  cancel(taskId: string): Promise<void>;
}

export function createTasksState(engine: Client): TasksState {
  const tasks = shallowRef<Task[]>([]);
  const running = computed(() => tasks.value.filter((task) => task.state === 'running'));
  keepWatching(engine.tasks.watch, (next) => {
    tasks.value = next;
  });
  return {
    tasks,
    running,
    ofFolder: (folderId) => running.value.find((task) => task.folderIds.includes(folderId)) ?? null,
    cancel: (taskId) => engine.tasks.cancel({ taskId }),
  };
}
