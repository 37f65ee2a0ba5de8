// From what a parser gave to what the index writes: a file, and the documents inside it.
import type { DocumentRecord, FileFacts } from '../store/index/records.ts';
import { readerVersion } from './extract/reader-version.ts';
import type { MemberReading } from './parse/read-bytes.ts';
import type { ReadResult } from './parse/read-file.ts';

interface Place {
  /** The folder's id. */
  id: string;
  /** Relative paths that the person leaves out. */
  ignored: ReadonlySet<string>;
}

export function recordOf(
  folder: Place,
  file: FileFacts,
  result: ReadResult & { kind: 'content' | 'problem' },
): DocumentRecord {
  const modifiedAt = result.modifiedAt ?? file.modifiedAt;
  const members = result.kind === 'content' ? result.members : [];
  return {
    folderId: folder.id,
    relativePath: file.relativePath,
    size: result.size ?? file.size,
    modifiedAt,
    contentHash: result.contentHash,
    state: result.state,
    problem: result.problem,
    content: result.kind === 'content' ? result.content : null,
    members: members.map((member) => memberRecord(folder, member, modifiedAt)),
    reader: readerVersion,
  };
}

function memberRecord(folder: Place, member: MemberReading, containerTime: number): DocumentRecord {
  const modifiedAt = member.modifiedAt ?? containerTime;
  const record = { ...member, folderId: folder.id, modifiedAt, reader: readerVersion };
  if (folder.ignored.has(member.relativePath)) {
    const problem = { code: 'FILE_IGNORED', params: {} } as const;
    return { ...record, state: 'skipped', problem, content: null, members: [] };
  }
  return { ...record, members: member.members.map((one) => memberRecord(folder, one, modifiedAt)) };
}
