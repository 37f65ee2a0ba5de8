// Which of the documents inside a document are shown at which of its segments.
import type {
  DocumentRef,
  DocumentSummary,
  DocumentText,
} from '../../../shared/contract/documents.ts';
import { canOpen } from '../../app/document-link.ts';
import type { Segment } from './segment.ts';

/** As many as the engine names; what is beyond it can only be tried. */
const mostNamed = 1000;

/** A line of an archive's list: the member, if the index holds it, and where it would be. */
export interface NamedMember {
  member: DocumentSummary | null;
  /** Null for what is surely not in the index. */
  place: DocumentRef | null;
}

/** What a line of an archive's list names. */
export function namedMember(file: DocumentText, { start, end }: Segment): NamedMember {
  const relativePath = `${file.relativePath}/${file.text.slice(start, end)}`;
  const member = file.members.find((one) => one.relativePath === relativePath) ?? null;
  const mayBe = member ? canOpen(member) : file.members.length >= mostNamed;
  return { member, place: mayBe ? { folderId: file.folderId, relativePath } : null };
}

/** The attachments of the mail whose first segment this is; none for any other segment. */
export function attachmentsAt(
  file: DocumentText,
  segment: Segment,
  index: number,
): readonly DocumentSummary[] {
  if (file.format === 'eml' || file.format === 'msg') return index === 0 ? file.members : [];
  if (file.format !== 'mbox' || !segment.first) return [];
  // Those of a mailbox lie in a folder named by the number of their message.
  const folder = `${file.relativePath}/${(segment.part ?? 0) + 1}/`;
  return file.members.filter(({ relativePath }) => relativePath.startsWith(folder));
}
