// Filters against a plain loop over all documents.
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type DocumentFilter,
  everyDocument,
} from '../../../src/engine/store/index/document-filter.ts';
import { seeded } from '../../support/random.ts';
import { openTextIndex, type TextIndex, textRecord } from '../../support/text-index.ts';

let index: TextIndex;
beforeEach(() => (index = openTextIndex()));
afterEach(() => index.close());

const random = seeded(41);
const places = ['Docs', 'docs', 'Ordner Ä', 'İstanbul', 'a%b_c', 'x.y', '文書', 'ПАПКА', "it's"];
const ends = ['md', 'MD', 'txt', 'PDF', 'tar.gz', 'ÄX', 'm'];
const documents = Array.from({ length: 300 }, (_, n) => ({
  folderId: `folder-${n % 4}`,
  relativePath: `${random.pick(places)}/${random.pick(places)}/note ${n}.${random.pick(ends)}`,
  format: random.pick(['markdown', 'text', 'pdf'] as const),
  modifiedAt: 1000 * random.int(50),
}));

function write(): void {
  index.writer.writeDocuments(
    documents.map(({ relativePath, ...facts }) => textRecord(relativePath, ['A text.'], facts)),
  );
}

const plain = (path: string) => path.normalize('NFKC').toLowerCase();

function counts(filter: DocumentFilter, document: (typeof documents)[number]): boolean {
  const { folderId, relativePath, format, modifiedAt } = document;
  const path = plain(relativePath);
  const { folderIds, types, paths, notPaths, modifiedFrom, modifiedBefore } = filter;
  if (folderIds && !folderIds.includes(folderId)) return false;
  const isType = (all: NonNullable<typeof types>) =>
    all.formats.includes(format) || all.extensions.some((end) => path.endsWith(`.${plain(end)}`));
  if (types && !isType(types)) return false;
  if (!paths.every((part) => path.includes(plain(part)))) return false;
  if (notPaths.some((part) => path.includes(plain(part)))) return false;
  if (modifiedFrom !== null && modifiedAt < modifiedFrom) return false;
  return modifiedBefore === null || modifiedAt < modifiedBefore;
}

/** Paths of the documents that a filter lets through, by the mask. */
function found(filter: DocumentFilter): string[] | null {
  const wanted = index.reader.filters.wanted(filter);
  if (!wanted) return null;
  const chunks = index.reader.chunkDocuments.wantedChunks(wanted);
  const ids = [...chunks.mask.keys()].filter((id) => chunks.mask[id] === 1);
  expect(chunks.count).toBe(ids.length);
  return index.reader
    .chunks(ids)
    .map(({ folderId, relativePath }) => `${folderId} ${relativePath}`)
    .toSorted();
}

function expected(filter: DocumentFilter): string[] {
  return documents
    .filter((document) => counts(filter, document))
    .map(({ folderId, relativePath }) => `${folderId} ${relativePath}`)
    .toSorted();
}

const filters: Partial<DocumentFilter>[] = [
  { folderIds: ['folder-1'] },
  { folderIds: ['folder-1', 'folder-3', 'unknown'] },
  { folderIds: [] },
  { folderIds: ['unknown'] },
  { types: { formats: ['pdf'], extensions: [] } },
  { types: { formats: [], extensions: ['md'] } },
  { types: { formats: ['pdf'], extensions: ['tar.gz', 'äx'] } },
  { types: { formats: [], extensions: [] } },
  { paths: ['docs/'] },
  { paths: ['DOCS', 'note 1'] },
  { paths: ['ordner ä'] },
  { paths: ['İSTANBUL'.normalize('NFD')] },
  { paths: ['%'] },
  { paths: ['_'] },
  { paths: ["it's"] },
  { paths: ['папка'], notPaths: ['文'] },
  { notPaths: ['docs'] },
  { modifiedFrom: 20_000 },
  { modifiedBefore: 20_000 },
  { modifiedFrom: 20_000, modifiedBefore: 21_000 },
  { modifiedFrom: 20_000, folderIds: ['folder-2'], paths: ['docs'], notPaths: ['x.y'] },
  { paths: ['stands nowhere'] },
];

test.each(filters)('%j lets through what a loop over all finds', (some) => {
  write();
  const filter = { ...everyDocument, ...some };
  expect(found(filter)).toEqual(expected(filter));
});

test('no filter, and all folders named, are every document', () => {
  write();
  expect(found(everyDocument)).toBe(null);
  const all = ['folder-0', 'folder-1', 'folder-2', 'folder-3', 'another'];
  expect(found({ ...everyDocument, folderIds: all })).toBe(null);
});

test('follows what is added, moved and removed', () => {
  write();
  const filter = { ...everyDocument, paths: ['docs'] };
  const before = index.reader.filters.wanted(filter);
  expect(index.reader.filters.wanted(filter)).toBe(before);
  const [first, second] = documents.filter((document) => counts(filter, document));
  index.writer.removeFiles(first!.folderId, [first!.relativePath]);
  index.writer.writeDocuments([textRecord('new docs.md', ['One.', 'Two.'])]);
  const left = expected(filter).filter(
    (name) => name !== `${first!.folderId} ${first!.relativePath}`,
  );
  const added = 'folder new docs.md';
  expect(found(filter)).toEqual([...left, added, added].toSorted());
  // The ids of the last chunks are free again: who writes next must not give them to others.
  index.writer.removeFiles('folder', ['new docs.md']);
  index.writer.writeDocuments([textRecord('elsewhere.md', ['Three.', 'Four.'])]);
  expect(found(filter)).toEqual(left);
  index.writer.writeDocuments([textRecord('docs again.md', ['Five.'])]);
  expect(found(filter)).toEqual([...left, 'folder docs again.md'].toSorted());
  expect(second).toBeDefined();
});

test('an emptied index has nothing for any filter', () => {
  write();
  const filter = { ...everyDocument, paths: ['docs'] };
  expect(found(filter)!.length).toBeGreaterThan(0);
  for (const { folderId, relativePath } of documents)
    index.writer.removeFiles(folderId, [relativePath]);
  expect(found(filter)).toEqual([]);
});
