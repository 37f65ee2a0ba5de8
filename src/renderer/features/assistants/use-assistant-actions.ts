// What can be done with an assistant, wherever it is shown.
import { nextTick, ref, type Ref } from 'vue';
import { useRouter } from 'vue-router';
import { type Assistant, longestFile } from '../../../shared/contract/assistants.ts';
import { sentenceOf } from '../../../shared/texts/format.ts';
import { useServices } from '../../app/services.ts';
import { t } from '../../app/text.ts';
import { saveText } from '../chat/save-file.ts';
import { copyName } from './assistant-draft.ts';

export interface AssistantActions {
  /** Why the last one was refused, or ''. */
  readonly refused: Ref<string>;
  /** Opens a conversation that has asked nothing yet. */
  start(assistant: Assistant): Promise<void>;
  /** Opens the copy. */
  copy(assistant: Assistant): Promise<void>;
  save(assistant: Assistant): Promise<void>;
  /** Opens what the file held. */
  take(file: File): Promise<void>;
}

export function useAssistantActions(): AssistantActions {
  const { engine, conversations, scope } = useServices();
  const router = useRouter();
  const refused = ref('');

  async function attempt(work: () => Promise<void>): Promise<void> {
    refused.value = '';
    try {
      await work();
    } catch (caught) {
      refused.value = sentenceOf(caught);
    }
  }

  async function open({ id }: Assistant): Promise<void> {
    await router.push({ name: 'assistant', params: { id } });
  }

  return {
    refused,
    async start({ id, settings }) {
      const isWide = Object.values(settings.scope).every((part) => part === undefined);
      // One without a scope of its own looks where the person is looking.
      const own = isWide ? { ...settings, scope: scope.scope.value } : settings;
      if (await router.push({ name: 'chat' })) return;
      // Once the page is there, which begins with what is usual.
      await nextTick();
      conversations.fresh.value = { settings: own, assistantId: id };
    },
    copy: ({ name, description, settings }) =>
      attempt(async () => {
        const free = copyName(name, await engine.assistants.list());
        await open(await engine.assistants.save({ name: free, description, settings }));
      }),
    save: ({ id }) =>
      attempt(async () => {
        const { name, text } = await engine.assistants.export({ id });
        saveText(name, text, 'json');
      }),
    take: (file) =>
      attempt(async () => {
        // In bytes, of which a character of UTF-16 has up to three.
        const text = file.size > 3 * longestFile ? null : await file.text();
        if (text === null || text.length > longestFile) {
          refused.value = t('assistants.tooLarge');
          return;
        }
        await open(await engine.assistants.import({ text }));
      }),
  };
}
