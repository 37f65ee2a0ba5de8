// The slow lane for scans: one task at a time reads letters, after whatever else there was to
// read. Folders that bring new scans meanwhile are seen to when their turn comes.
import type { Settings } from '../../../shared/contract/settings.ts';
import type { TaskContext, TaskRegistry } from '../../tasks/task-registry.ts';
import { readScans, type ScanFolder, type ScanParts, unreadScans } from './read-scans.ts';

export interface ScanLaneParts {
  tasks: TaskRegistry;
  settings(): Settings;
  /** What reading scans needs, but for the settings. */
  scanParts: Omit<ScanParts, 'settings' | 'failed'>;
  /** Aborts when a folder is removed. */
  removal(folderId: string): AbortSignal;
  /** Gives vectors to what was read. */
  embed(task: TaskContext): Promise<void>;
  /** Called when a task is over. */
  onEnd(): void;
}

export interface ScanLane {
  /** Says that a folder may hold scans that nobody has read yet. */
  add(folders: readonly ScanFolder[]): void;
}

export function createScanLane(parts: ScanLaneParts): ScanLane {
  const waiting = new Map<string, ScanFolder>();
  const failed = new Set<string>();
  let running = false;

  function hasScans(folder: ScanFolder): boolean {
    const { index } = parts.scanParts;
    return !parts.removal(folder.id).aborted && unreadScans(folder, index, failed).length > 0;
  }

  async function run(task: TaskContext): Promise<null> {
    try {
      for (let [folder] = waiting.values(); folder; [folder] = waiting.values()) {
        waiting.delete(folder.id);
        const signal = AbortSignal.any([task.signal, parts.removal(folder.id)]);
        const scanParts = { ...parts.scanParts, settings: parts.settings(), failed };
        await readScans(folder, scanParts, { ...task, signal }).catch((error: unknown) => {
          // A folder that is removed meanwhile does not keep the others waiting.
          task.signal.throwIfAborted();
          if (!signal.aborted) throw error;
        });
      }
      await parts.embed(task);
      return null;
    } catch (error) {
      // Stopped: what waits is found again by the next update.
      waiting.clear();
      throw error;
    } finally {
      running = false;
      parts.onEnd();
      start();
    }
  }

  function start(): void {
    if (running || waiting.size === 0) return;
    running = true;
    parts.tasks.start({
      kind: 'ocr',
      folderIds: [...waiting.keys()],
      phase: 'recognising',
      run,
    });
  }

  return {
    add(folders) {
      if (!parts.settings().ocr) return;
      for (const folder of folders) if (hasScans(folder)) waiting.set(folder.id, folder);
      start();
    },
  };
}
