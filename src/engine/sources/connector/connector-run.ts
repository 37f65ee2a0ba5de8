// One run of a connector: each line that the program writes is a document, kept as a file. What it
// does not mention stays, unless it says that it told of everything.
import { existsSync } from 'node:fs';
import { z } from 'zod';
import type { ConnectorFile, SourceRun } from '../../../shared/contract/sources.ts';
import { LorekeepError } from '../../../shared/errors.ts';
import type { SourceFailure, SourceRow } from '../../store/library/sources.ts';
import type { TaskContext } from '../../tasks/task-registry.ts';
import type { KeptPages } from '../kept-pages.ts';
import { fileNameOf, htmlPage } from '../web/page-content.ts';
import { type Program, runProgram } from './run-program.ts';
import { addressWithPlace } from '../web/web-address.ts';

export interface ConnectorRunParts {
  pages: KeptPages;
  /** Where the program runs if its file names no place. */
  directory: string;
  /** Most documents that one run may tell of. */
  mostDocuments: number;
  onWritten(): void;
}

const time = z.union([z.number(), z.string()]).transform((value, context) => {
  const at = typeof value === 'number' ? value : Date.parse(value);
  if (!Number.isNaN(at)) return at;
  context.addIssue({ code: 'custom', message: 'is no time' });
  return z.NEVER;
});

const documentLine = z
  .object({
    id: z.string().min(1).max(2000),
    title: z.string().max(2000).optional(),
    url: z.string().max(8192).optional(),
    text: z.string().optional(),
    html: z.string().optional(),
    markdown: z.string().optional(),
    modifiedAt: time.optional(),
    deleted: z.boolean().optional(),
  })
  .refine(
    ({ deleted, text, html, markdown }) => deleted || (text ?? html ?? markdown) !== undefined,
    {
      message: 'holds none of text, html, markdown and deleted',
    },
  );
type DocumentLine = z.infer<typeof documentLine>;

/** With an `id` it is a document: a task that is done, for example. */
const completeLine = z.object({ complete: z.literal(true), id: z.undefined().optional() });

/** What a run came to, and the lines that were no documents, if there were some. */
export interface ConnectorResult {
  run: SourceRun;
  failure: SourceFailure | null;
}

/**
 * @throws LorekeepError what ends a program (see `runProgram`), DISK_FULL, DATA_FOLDER_UNUSABLE
 */
export async function runConnector(
  source: SourceRow,
  file: ConnectorFile,
  parts: ConnectorRunParts,
  task: TaskContext,
): Promise<ConnectorResult> {
  const { command } = file;
  const run: SourceRun = { fetched: 0, same: 0, gone: 0, failed: 0, leftOut: 0 };
  const mentioned = new Set<string>();
  let complete = false;
  let failure: SourceFailure | null = null;
  let number = 0;

  function onLine(line: string): void {
    task.signal.throwIfAborted();
    number++;
    if (line.trim() === '') return;
    const parsed = readLine(line);
    if (parsed === 'complete') complete = true;
    else if ('reason' in parsed) {
      run.failed++;
      const params = failure?.params ?? { command, line: number, reason: parsed.reason };
      failure = { code: 'CONNECTOR_LINES', params: { ...params, count: run.failed } };
    } else {
      mentioned.add(parsed.id);
      if (mentioned.size > parts.mostDocuments) throw tooMany(command, parts.mostDocuments);
      const outcome = keep(parsed, parts.pages);
      run[outcome]++;
      if (outcome !== 'same') parts.onWritten();
      task.report({ done: mentioned.size, current: parsed.title ?? parsed.id });
    }
  }

  task.report({ phase: 'fetching', done: 0, total: null, current: command });
  await runProgram(programOf(file, source, parts.directory), task.signal, onLine);
  // A line that was not understood may have told of any document.
  if (complete && failure === null) {
    const gone = parts.pages.forgetOthers(mentioned);
    run.gone += gone;
    if (gone > 0) parts.onWritten();
  }
  parts.pages.sweep();
  return { run, failure };
}

/** @throws LorekeepError CONNECTOR_NOT_STARTED if its folder is gone */
function programOf(file: ConnectorFile, { since }: SourceRow, folder: string): Program {
  const { command, args, seconds, path, directory = folder } = file;
  if (!existsSync(directory)) {
    throw new LorekeepError('CONNECTOR_NOT_STARTED', { command, reason: `no ${directory}` });
  }
  const env = {
    ...(path !== undefined && { PATH: path }),
    LOREKEEP_SINCE: since === null ? '' : new Date(since).toISOString(),
  };
  return { command, args, seconds, directory, env };
}

function tooMany(command: string, most: number): LorekeepError {
  const limit = `${most.toLocaleString('en')} documents`;
  return new LorekeepError('CONNECTOR_TOO_MUCH', { command, limit });
}

function readLine(line: string): DocumentLine | 'complete' | { reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { reason: 'It is no JSON.' };
  }
  value = withoutNulls(value);
  if (completeLine.safeParse(value).success) return 'complete';
  const { data, error } = documentLine.safeParse(value);
  if (data) return data;
  const [issue] = error.issues;
  const where = issue?.path.join('.') ?? '';
  return {
    reason: `${where === '' ? 'It' : `“${where}”`}: ${issue?.message ?? 'not understood'}.`,
  };
}

/** Many languages write a value that there is none of as null. */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== null));
}

function keep(line: DocumentLine, pages: KeptPages): 'fetched' | 'same' | 'gone' {
  if (line.deleted) return pages.forget(line.id) ? 'gone' : 'same';
  const { ending, content } = contentOf(line);
  const written = pages.keep({
    key: line.id,
    address: line.url === undefined ? null : (addressWithPlace(line.url)?.href ?? null),
    title: line.title ?? line.id,
    file: fileNameOf(line.id, ending),
    bytes: new TextEncoder().encode(content),
    etag: null,
    lastModified: null,
    modifiedAt: line.modifiedAt ?? null,
    listedAt: null,
    failure: null,
  });
  return written ? 'fetched' : 'same';
}

/** The title becomes part of the document, so that it is shown and found. */
function contentOf({ id, title, html, markdown, text = '' }: DocumentLine) {
  if (html !== undefined) return { ending: '.html', content: htmlPage(title ?? id, html) };
  const before = (whole: string, line: string) =>
    title === undefined || whole.startsWith(line) ? whole : `${line}\n\n${whole}`;
  if (markdown === undefined) return { ending: '.txt', content: before(text, title ?? '') };
  const titled = /^(?:---\r?\n|\s*#\s)/.test(markdown);
  return { ending: '.md', content: titled ? markdown : before(markdown, `# ${title}`) };
}
