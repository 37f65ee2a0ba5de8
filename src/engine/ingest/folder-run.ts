// Works off what a comparison of a folder with the index found.
import { extname, join } from 'node:path';
import type { FileFacts, KnownFile } from '../store/index/records.ts';
import type { TaskContext } from '../tasks/task-registry.ts';
import { recordOf } from './document-records.ts';
import { readerVersion } from './extract/reader-version.ts';
import type { FolderCounts, FolderJob, IndexParts } from './folder-job.ts';
import { memberShare } from './parse/member-share.ts';
import type { ReadRequest, ReadResult } from './parse/read-file.ts';
import { parserCount } from './parse/parser-count.ts';
import { readGroups } from './read-groups.ts';
import { hasOldMembers, hasOldTerms } from './scan/compare.ts';
import type { ReadJob } from './scan/comparison.ts';
import type { Plan } from './scan/scan.ts';
import { createWriteBuffer, type WriteBuffer } from './write-buffer.ts';

/** Files removed in one transaction: others may write, or stop this, between two. */
const removedAtOnce = 200;

const containerNames = /\.(?:zip|eml|msg|mbox)$/i;

export class FolderRun {
  readonly counts: FolderCounts;
  private readonly job: FolderJob;
  private readonly plan: Plan;
  private readonly parts: IndexParts;
  private readonly task: TaskContext;
  private readonly buffer: WriteBuffer;
  /** Files that are gone; a rename that finds its old self here takes it out. */
  private readonly missing: Set<KnownFile>;
  private readonly missingBySize: Map<number, KnownFile[]>;
  /** Paths of files that went between the look at the folder and their reading. */
  private readonly gone: string[] = [];

  constructor(job: FolderJob, plan: Plan, parts: IndexParts, task: TaskContext) {
    this.job = job;
    this.plan = plan;
    this.parts = parts;
    this.task = task;
    this.buffer = createWriteBuffer(async (records) => {
      await parts.index.writer.writeDocuments(records);
      parts.onWritten();
    });
    this.missing = new Set(plan.missing);
    this.missingBySize = Map.groupBy(plan.missing, ({ size }) => size);
    this.counts = {
      scanned: plan.unchanged + plan.read.length + plan.skip.length,
      extracted: 0,
      unchanged: plan.unchanged,
      renamed: 0,
      removed: 0,
    };
  }

  async skipFiles(): Promise<void> {
    for (const { file, code, params } of this.plan.skip) {
      await this.buffer.add({
        ...file,
        folderId: this.job.id,
        contentHash: null,
        state: 'skipped',
        problem: { code, params },
        content: null,
        reader: readerVersion,
      });
    }
    await this.buffer.flush();
  }

  async readFiles(): Promise<void> {
    const { read } = this.plan;
    if (read.length === 0) return;
    const files = read.map(({ file }) => file);
    await this.parts.index.writer.queueFiles(this.job.id, files);
    const bytesTotal = files.reduce((sum, { size }) => sum + size, 0);
    this.task.report({ phase: 'reading', done: 0, total: read.length, bytesDone: 0, bytesTotal });
    let done = 0;
    let pagesDone = 0;
    let bytesDone = 0;
    try {
      await readGroups(read.toReversed(), parserCount(this.parts.settings.parserProcesses), {
        read: (group) => {
          this.task.signal.throwIfAborted();
          this.task.report({ current: group[0]!.file.relativePath });
          return this.readGroup(group);
        },
        store: async (group, results) => {
          await this.storeGroup(group, results);
          for (const { file } of group) bytesDone += file.size;
          for (const result of results) pagesDone += pagesOf(result);
          done += group.length;
          this.task.report({ done, pagesDone, bytesDone });
        },
      });
    } finally {
      // What was read is written also when the rest is not.
      await this.buffer.flush();
    }
  }

  /** Lets go what is gone. Last, so that renames have found their old selves before. */
  async removeMissing(): Promise<void> {
    const known = [...this.missing].map(({ relativePath }) => relativePath);
    this.counts.removed += known.length;
    const paths = [...known, ...this.gone];
    for (let i = 0; i < paths.length; i += removedAtOnce) {
      this.task.signal.throwIfAborted();
      const some = paths.slice(i, i + removedAtOnce);
      await this.parts.index.writer.removeFiles(this.job.id, some);
    }
  }

  private async readGroup(jobs: readonly ReadJob[]): Promise<ReadResult[]> {
    const { settings, parsers } = this.parts;
    const limits = { seconds: settings.parserSeconds, memoryBytes: settings.parserMemoryBytes };
    const requests = jobs.map((job) => this.requestFor(job));
    const results = await parsers.readGroup(requests, limits, this.task.signal);
    const read = (one: ReadRequest) => parsers.read(one, limits, this.task.signal);
    return Promise.all(results.map((result, i) => this.spared(requests[i]!, result, read)));
  }

  private async storeGroup(
    jobs: readonly ReadJob[],
    results: readonly ReadResult[],
  ): Promise<void> {
    for (const [i, job] of jobs.entries()) await this.store(job, results[i]!);
  }

  private async readAlone(job: ReadJob): Promise<void> {
    await this.storeGroup([job], await this.readGroup([job]));
  }

  private requestFor({ file, known }: ReadJob): ReadRequest {
    const unchanged = known && !this.mustReadAgain(known) ? known.contentHash : null;
    const { settings, pdfjsFolder, chunkSize } = this.parts;
    return {
      path: join(this.job.path, file.relativePath),
      relativePath: file.relativePath,
      unchangedHash: unchanged,
      missingHashes: this.earlierNames(file).flatMap(({ contentHash }) => contentHash ?? []),
      maxTextLength: settings.maxTextLength,
      maxMemberBytes: settings.maxFileBytes,
      memberSeconds: settings.parserSeconds * memberShare,
      chunkSize,
      pdfjsFolder,
    };
  }

  /** If a file inside it killed the parser, a container is kept by what it says itself. */
  private async spared(
    request: ReadRequest,
    result: ReadResult,
    read: (request: ReadRequest) => Promise<ReadResult>,
  ): Promise<ReadResult> {
    const setAside = result.kind === 'problem' && result.state === 'quarantined';
    if (!setAside || !containerNames.test(request.relativePath)) return result;
    const alone = await read({ ...request, memberSeconds: 0 });
    if (alone.kind !== 'content') return result;
    return { ...alone, state: 'quarantined', problem: result.problem };
  }

  /** Files that are gone and whose new name this may be: the kind of a file is in its name. */
  private earlierNames(file: FileFacts): KnownFile[] {
    const candidates = this.missingBySize.get(file.size) ?? [];
    const kind = extname(file.relativePath);
    return candidates.filter(
      (gone) =>
        this.missing.has(gone) && gone.state === 'indexed' && extname(gone.relativePath) === kind,
    );
  }

  /** A file whose reading was cut short or asked for again is read even with the same bytes. */
  private mustReadAgain(known: KnownFile): boolean {
    if (known.state !== 'indexed' || this.job.retry.has(known.relativePath)) return true;
    return hasOldMembers(known) || hasOldTerms(known);
  }

  private async store({ file, known }: ReadJob, result: ReadResult): Promise<void> {
    const { writer } = this.parts.index;
    if (result.kind === 'gone') {
      this.gone.push(file.relativePath);
      this.counts.scanned--;
      if (known) this.counts.removed++;
      return;
    }
    if (result.kind === 'same' && known) {
      this.counts.unchanged++;
      await writer.touchFiles([{ ...file, ...result, id: known.id }]);
      return;
    }
    if (result.kind === 'renamed') {
      const before = this.earlierNames(file).find((gone) => sameContent(gone, result));
      // Taken by a twin of this file a moment ago: then this one is a copy, to be read.
      if (!before) return this.readAlone({ file, known: null });
      this.missing.delete(before);
      this.counts.renamed++;
      await writer.moveFiles([{ ...file, id: before.id }]);
      return;
    }
    if (result.kind === 'content') this.counts.extracted++;
    if (result.kind === 'same') throw new Error('a file that the index does not know is the same');
    await this.buffer.add(recordOf(this.job, file, result));
  }
}

function pagesOf(result: ReadResult): number {
  return result.kind === 'content' ? (result.content.pageRanges?.length ?? 0) : 0;
}

function sameContent(known: KnownFile, { contentHash }: { contentHash: Uint8Array }): boolean {
  return known.contentHash !== null && Buffer.compare(known.contentHash, contentHash) === 0;
}
