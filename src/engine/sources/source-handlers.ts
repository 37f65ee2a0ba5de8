// The sources part of the contract.
import type { EngineHandlers } from '../../shared/contract/contract.ts';
import { defaultEveryHours, defaultMaxPages, type Source } from '../../shared/contract/sources.ts';
import { LorekeepError } from '../../shared/errors.ts';
import { errorSentence } from '../../shared/texts/format.ts';
import type { LibraryStore } from '../store/library/library-store.ts';
import type { SourceFailure, SourceRow } from '../store/library/sources.ts';
import { readConnector } from './connector/connector-file.ts';
import { addressName } from './web/source-name.ts';
import type { Sources } from './sources.ts';

export interface SourceHandlerParts {
  dataDir: string;
  library: LibraryStore;
  sources: Sources;
  /** Starts a task that takes a folder's documents out of the index. */
  removeFromIndex(folderId: string): { id: string };
  onChange(): void;
}

const mostFailures = 1000;

type Changeable = Pick<SourceRow, 'name' | 'kind' | 'everyHours' | 'maxPages' | 'otherHosts'>;
type Changes = { [name in keyof Changeable]?: Changeable[name] | undefined };

export function sourceHandlers(parts: SourceHandlerParts): EngineHandlers['sources'] {
  const { library, sources, onChange } = parts;

  function find(id: string): SourceRow {
    const source = library.sources.find(id);
    if (!source) throw new LorekeepError('SOURCE_UNKNOWN', { name: id });
    return source;
  }

  function start(source: SourceRow, added: boolean) {
    const { taskId } = sources.update(source);
    onChange();
    return { sourceId: source.id, folderId: source.folderId, taskId, added };
  }

  /** Changes what is given and leaves the rest. */
  function change(source: SourceRow, changes: Changes): void {
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    library.sources.change(source.id, Object.fromEntries(given));
    const { maxPages, otherHosts, kind } = find(source.id);
    const same = maxPages === source.maxPages && otherHosts === source.otherHosts;
    // Another part of the list counts now: it must be read again, be it as it was.
    if (!same || kind !== source.kind) {
      library.sources.change(source.id, { etag: null, lastModified: null });
    }
  }

  return {
    list: () => library.sources.list().map((source) => shown(source, parts)),
    add({ address: text, ...asked }) {
      const url = typedAddress(text);
      const address = url.href;
      const existing = library.sources.list().find((source) => source.address === address);
      if (existing) {
        change(existing, asked);
        return start(existing, false);
      }
      const source = sources.add({
        name: asked.name ?? addressName(url),
        kind: asked.kind ?? null,
        address,
        connector: null,
        everyHours: asked.everyHours ?? defaultEveryHours,
        maxPages: asked.maxPages ?? defaultMaxPages,
        otherHosts: asked.otherHosts ?? false,
      });
      return start(source, true);
    },
    addProgram({ connector, ...asked }) {
      readConnector(parts.dataDir, connector);
      const existing = library.sources.list().find((source) => source.connector === connector);
      if (existing) {
        change(existing, asked);
        return start(existing, false);
      }
      const { name = connector, everyHours = 0 } = asked;
      const about = { kind: 'program', address: null, maxPages: defaultMaxPages } as const;
      const source = sources.add({ ...about, name, connector, everyHours, otherHosts: false });
      return start(source, true);
    },
    change({ sourceId, ...changes }) {
      change(find(sourceId), changes);
      onChange();
    },
    update({ sourceIds }) {
      const wanted = sourceIds ? sourceIds.map(find) : library.sources.list();
      return { taskIds: wanted.map((source) => sources.update(source).taskId) };
    },
    remove({ sourceId }) {
      const { folderId } = find(sourceId);
      sources.leave(folderId);
      library.folders.remove(folderId);
      onChange();
      return { taskId: parts.removeFromIndex(folderId).id };
    },
    failures({ sourceId }) {
      const failed = library.sourcePages.failed(find(sourceId).id, mostFailures);
      return failed.flatMap(({ key, address, fetchedAt, failure }) =>
        failure ? [{ address: address ?? key, fetchedAt, ...problemOf(failure) }] : [],
      );
    },
  };
}

function shown(source: SourceRow, { library, dataDir }: SourceHandlerParts): Source {
  const { id, folderId, name, kind, address, everyHours, maxPages, otherHosts } = source;
  const { addedAt, fetchedAt, triedAt, lastRun, failure } = source;
  const { kept, failed } = library.sourcePages.counts(id);
  return {
    id,
    folderId,
    name,
    kind,
    address,
    everyHours,
    maxPages,
    otherHosts,
    addedAt,
    fetchedAt,
    triedAt,
    lastRun,
    command: source.connector === null ? null : commandOf(dataDir, source.connector),
    pages: kept,
    failed,
    problem: failure && problemOf(failure),
  };
}

function problemOf({ code, params }: SourceFailure) {
  return { code, message: errorSentence(code, params) };
}

function commandOf(dataDir: string, connector: string): string | null {
  try {
    const { command, args } = readConnector(dataDir, connector);
    return [command, ...args].join(' ');
  } catch {
    // The run says what is wrong with its file.
    return null;
  }
}

/**
 * What a person typed as an address; `https://` may be left out.
 *
 * @throws LorekeepError SOURCE_ADDRESS_INVALID
 */
export function typedAddress(text: string): URL {
  const typed = text.trim();
  const url = URL.parse(/^[a-z][a-z\d+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`);
  const web = url?.protocol === 'https:' || url?.protocol === 'http:';
  // A name and password would be kept and shown like any part of an address.
  if (!url || !web || url.hostname === '' || url.username !== '' || url.password !== '') {
    throw new LorekeepError('SOURCE_ADDRESS_INVALID', { address: typed });
  }
  url.hash = '';
  return url;
}
