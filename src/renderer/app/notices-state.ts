// Things to know that belong to no single action, such as an index that was rebuilt.
import { shallowRef, type ShallowRef } from 'vue';
import type { Client } from '../../shared/contract/contract.ts';
import type { Notice } from '../../shared/contract/system.ts';
import { keepWatching } from './watching.ts';

export interface NoticesState {
  readonly notices: Readonly<ShallowRef<Notice[]>>;
  dismiss(id: string): Promise<void>;
}

export function createNoticesState(engine: Client): NoticesState {
  const notices = shallowRef<Notice[]>([]);
  keepWatching(engine.system.notices, (next) => {
    notices.value = next;
  });
  return {
    notices,
    async dismiss(id) {
      notices.value = notices.value.filter((notice) => notice.id !== id);
      await engine.system.dismissNotice({ id });
    },
  };
}
