import type { EngineHandlers } from '../../shared/contract/contract.ts';
import type { TaskRegistry } from './task-registry.ts';

/** The tasks part of the contract. */
export function taskHandlers(tasks: TaskRegistry): EngineHandlers['tasks'] {
  return {
    list: () => tasks.list(),
    watch: (_, { signal }) => tasks.watch(signal),
    follow: ({ taskId }, { signal }) => tasks.follow(taskId, signal),
    cancel: ({ taskId }) => tasks.cancel(taskId),
  };
}
