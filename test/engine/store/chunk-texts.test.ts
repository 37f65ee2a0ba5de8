// Texts are stored smaller than they are, and read as they were: by whoever has the index open.
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  chunkTextReader,
  learntFrom,
  type StoredText,
} from '../../../src/engine/store/index/chunk-texts.ts';
import { documentReader } from '../../../src/engine/store/index/document-reader.ts';
import { madeText } from '../../support/made-text.ts';
import { seeded } from '../../support/random.ts';
import { openTextIndex, type TextIndex, textRecord } from '../../support/text-index.ts';

let index: TextIndex;
let db: Database.Database;
beforeEach(() => {
  index = openTextIndex();
  db = new Database(index.file);
});
afterEach(() => {
  db.close();
  index.close();
});

const tables = () => db.prepare<[], number>('SELECT count(*) FROM symbol_tables').pluck().get();
const stored = (path: string) =>
  db
    .prepare<[string], StoredText>(
      `SELECT text FROM chunks WHERE document = (SELECT id FROM documents WHERE relative_path = ?)
       ORDER BY ordinal`,
    )
    .pluck()
    .all(path);
const sizeOf = (texts: readonly StoredText[]) =>
  texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);

function passages(text: (words: number) => string, bytes: number): string[] {
  const made: string[] = [];
  for (let left = bytes; left > 0; left -= Buffer.byteLength(made.at(-1)!)) made.push(text(120));
  return made;
}

function write(path: string, texts: readonly string[]): void {
  index.writer.writeDocuments([textRecord(path, texts)]);
}

const textOf = (path: string) => {
  const { find, text } = documentReader(db);
  return text(find('folder', path)!.id);
};

test('a small index is left as it is; from some size on texts take about half', () => {
  const made = madeText(1);
  const few = passages(made, learntFrom / 2);
  write('few.md', few);
  expect(stored('few.md')).toEqual(few);
  write('more.md', passages(made, learntFrom));
  const later = passages(made, 20_000);
  write('later.md', later);
  expect(tables()).toBe(1);
  expect(sizeOf(stored('later.md'))).toBeLessThan(0.65 * sizeOf(later));
  expect(textOf('later.md')).toBe(later.join(''));
  expect(textOf('few.md')).toBe(few.join(''));
});

test('searching, embedding and moving read what was packed', () => {
  const made = madeText(1);
  write('first.md', passages(made, learntFrom));
  const passage = `The walrus sleeps. ${made(80)}`;
  write('a.md', [passage]);
  expect(typeof stored('a.md')[0]).not.toBe('string');
  const found = () => {
    const [best] = index.reader.keywords.best('"walru"', 10, 10, null);
    return index.reader.chunks([best!.chunkId])[0];
  };
  expect(found()?.text).toBe(passage);
  expect(index.writer.takePending(1000).at(-1)?.text).toBe(passage);
  const { id } = documentReader(db).find('folder', 'a.md')!;
  index.writer.moveFiles([{ id, relativePath: 'b.md', size: 100, modifiedAt: 1 }]);
  expect(found()).toMatchObject({ text: passage, relativePath: 'b.md' });
});

test('an index that was closed while it was small goes on learning', () => {
  const made = madeText(1);
  write('few.md', passages(made, learntFrom - 2000));
  index.reopen();
  write('more.md', passages(made, 4000));
  write('later.md', passages(made, 2000));
  expect(tables()).toBe(1);
});

test('another script gets symbols of its own, and both are read', () => {
  const [latin, greek] = [madeText(1), madeText(2, 'αβγδεζηθικλμνξοπρστυφχψωάέήίόύώ')];
  write('latin.md', passages(latin, 2 * learntFrom));
  write('greek.md', passages(greek, 2 * learntFrom));
  const later = Array.from({ length: 20 }, (_, i) => (i % 2 ? latin : greek)(120));
  write('both.md', later);
  expect(tables()).toBe(2);
  expect(sizeOf(stored('both.md'))).toBeLessThan(0.65 * sizeOf(later));
  expect(textOf('both.md')).toBe(later.join(''));
});

test('what cannot be made smaller stays text', () => {
  const random = seeded(9);
  const signs = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
  const noise = (count: number) => random.text(count, () => random.pick(signs));
  for (let i = 0; i < 4; i++) {
    write(
      `noise-${i}.md`,
      Array.from({ length: 200 }, () => noise(500)),
    );
  }
  expect(tables()).toBe(0);
  expect(stored('noise-3.md').every((text) => typeof text === 'string')).toBe(true);
});

test('symbols that were learnt in a transaction that failed are learnt again', () => {
  const made = madeText(1);
  write('first.md', passages(made, learntFrom));
  const record = textRecord('a.md', passages(made, 4000));
  const broken = { ...textRecord('b.md', ['Another.']), state: null as never };
  expect(() => index.writer.writeDocuments([record, broken])).toThrow();
  expect(tables()).toBe(0);
  index.writer.writeDocuments([record]);
  expect(tables()).toBe(1);
  expect(textOf('a.md')).toBe(record.content!.chunks.map(({ text }) => text).join(''));
});

test('a text whose symbols are missing is damage of the index', () => {
  expect(() => chunkTextReader(db)(Buffer.of(7, 1, 2))).toThrow(
    expect.objectContaining({ code: 'SQLITE_CORRUPT' }) as Error,
  );
});
