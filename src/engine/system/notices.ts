// What the person should know that belongs to no single action, such as a rebuilt index. Kept
// until dismissed or until the engine stops.
import { randomUUID } from 'node:crypto';
import type { Notice } from '../../shared/contract/system.ts';
import type { LorekeepError } from '../../shared/errors.ts';
import { sentenceOf } from '../../shared/texts/format.ts';
import { createFeed } from '../calls/feed.ts';

export interface Notices {
  /** @returns its id, to take it back when it no longer holds */
  add(error: LorekeepError): string;
  dismiss(id: string): void;
  follow(signal: AbortSignal): AsyncGenerator<Notice[], void>;
}

export function createNotices(): Notices {
  let notices: Notice[] = [];
  const feed = createFeed(() => notices, 50);
  const replace = (next: Notice[]) => {
    notices = next;
    feed.notify();
  };
  return {
    add(error) {
      const notice = { id: randomUUID(), at: Date.now(), code: error.code };
      replace([...notices, { ...notice, message: sentenceOf(error) }]);
      return notice.id;
    },
    dismiss: (id) => replace(notices.filter((notice) => notice.id !== id)),
    follow: feed.follow,
  };
}
