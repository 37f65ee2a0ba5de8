// Entry of the watcher process: tells what changes below directories. What listens to the system is
// native code that runs beside events by the thousand; where it fails, it ends this process alone.
import { serveCalls } from '../calls/calls.ts';
import { childPort } from '../calls/child-port.ts';
import { createBacklog, type Backlog, type Changes } from './watch/backlog.ts';
import { subscribe, type Subscription } from './watch/subscribe.ts';

interface Watched {
  subscription: Subscription;
  backlog: Backlog;
}

const watched = new Map<number, Watched>();

const functions = {
  /** @throws where the system cannot watch it (a network drive, too many directories) */
  async watch(id: number, root: string, except: readonly string[]): Promise<void> {
    const backlog = createBacklog();
    const subscription = await subscribe(root, except, backlog.add);
    watched.set(id, { subscription, backlog });
  },
  /** What happened since the last call, waited for; null: it is not watched any more. */
  next: async (id: number): Promise<Changes | null> => watched.get(id)?.backlog.next() ?? null,
  async unwatch(id: number): Promise<void> {
    const one = watched.get(id);
    watched.delete(id);
    one?.backlog.end();
    await one?.subscription.close();
  },
};

export type WatcherCalls = typeof functions;

serveCalls(functions, childPort());
