// Brings the index of one folder up to date: scan, compare, read what changed, follow renames,
// let go what is gone. Stopped anywhere, the next run goes on: what was written stays written.
import { LorekeepError } from '../../shared/errors.ts';
import type { IndexStore } from '../store/index/index-store.ts';
import type { TaskContext } from '../tasks/task-registry.ts';
import type { FolderCounts, FolderJob, IndexParts } from './folder-job.ts';
import { FolderRun } from './folder-run.ts';
import { isSameRoot, type Root, rootOf } from './scan/root.ts';
import { type Plan, scanFolder } from './scan/scan.ts';

/**
 * @throws LorekeepError FOLDER_OFFLINE if the folder cannot be reached (nothing is removed then),
 *   FOLDER_UNREADABLE, DISK_FULL, INDEX_DAMAGED
 */
export async function indexFolder(
  job: FolderJob,
  parts: IndexParts,
  task: TaskContext,
): Promise<FolderCounts> {
  const offline = () => new LorekeepError('FOLDER_OFFLINE', { path: job.path });
  const root = await rootOf(job.path);
  if (!root) throw offline();
  const plan = await compare(job, parts, task);
  if (isAbsentDrive(job, root, plan, parts.index)) throw offline();
  const run = new FolderRun(job, plan, parts, task);
  await run.skipFiles();
  await run.readFiles();
  // A drive that went away meanwhile took nothing with it.
  if (!isSameRoot(root, await rootOf(job.path))) throw offline();
  await run.removeMissing();
  if (!job.only) await parts.index.writer.markScanned(job.id, Date.now(), root.device);
  return run.counts;
}

async function compare(job: FolderJob, parts: IndexParts, task: TaskContext): Promise<Plan> {
  task.report({ phase: 'scanning', done: 0, total: null, current: null });
  return scanFolder(
    parts.scanner,
    {
      indexFile: parts.index.file,
      folderId: job.id,
      root: job.path,
      except: parts.except,
      include: job.include,
      exclude: job.exclude,
      ignored: job.ignored,
      retry: job.retry,
      only: job.only,
      settings: parts.settings,
    },
    task.signal,
    (done) => task.report({ done }),
  ).catch((error: unknown) => {
    task.signal.throwIfAborted();
    const readable = error instanceof LorekeepError && error.code !== 'INTERNAL';
    throw readable ? error : new LorekeepError('FOLDER_UNREADABLE', { path: job.path }, error);
  });
}

/**
 * True if a folder that held documents is empty now, and on another drive: what is there is the
 * place where its own drive is put in.
 */
function isAbsentDrive(job: FolderJob, root: Root, plan: Plan, { counts }: IndexStore): boolean {
  const isEmpty = plan.read.length + plan.skip.length + plan.unchanged === 0;
  if (job.only || !isEmpty || plan.missing.length === 0) return false;
  const device = counts.device(job.id);
  return device !== null && device !== root.device;
}
