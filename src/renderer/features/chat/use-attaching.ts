// Files dropped on an open conversation: each is read for it alone, and it then rests on them.
import { computed, shallowRef, type ComputedRef, type Ref } from 'vue';
import type { Services } from '../../app/services.ts';
import { baseName } from '../../app/paths.ts';
import type { Chat } from './use-chat.ts';

export interface Attaching {
  /** Names of those that are still being read. */
  readonly names: ComputedRef<string[]>;
  /** Attaches files, beginning a conversation for them if there is none yet. */
  attach(paths: readonly string[]): Promise<void>;
}

export function useAttaching(
  { engine, tasks, conversations }: Services,
  chat: Chat,
  id: Ref<string>,
  goTo: (id: string) => Promise<unknown>,
): Attaching {
  const started = shallowRef<readonly { taskId: string; name: string }[]>([]);
  const names = computed(() => {
    const running = new Set(tasks.running.value.map((task) => task.id));
    return started.value.filter(({ taskId }) => running.has(taskId)).map(({ name }) => name);
  });

  async function begin(): Promise<string> {
    if (id.value !== '') return id.value;
    const settings = chat.settings.value;
    const assistantId = chat.assistantId.value;
    const created = await engine.conversations.create({
      settings,
      ...(assistantId !== null && { assistantId }),
    });
    conversations.fresh.value = null;
    await goTo(created.id);
    return created.id;
  }

  return {
    names,
    attach: (paths) =>
      chat.attempt(async () => {
        const conversationId = await begin();
        for (const path of paths) {
          const { taskId } = await engine.conversations.attach({ id: conversationId, path });
          started.value = [...started.value, { taskId, name: baseName(path) }];
        }
        await chat.load();
      }),
  };
}
