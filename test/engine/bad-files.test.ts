// Files that cannot be read (wholly) are told one by one and never keep the others from it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Client } from '../../src/shared/contract/contract.ts';
import { sentenceOf } from '../../src/shared/texts/format.ts';
import { writeDocx } from '../support/docx.ts';
import {
  endOf,
  indexFolder,
  pathsFound,
  startEngine,
  statesOf,
  updateAll,
} from '../support/engine.ts';
import { folderWith, writeFiles } from '../support/folder.ts';
import { expectWholeIndex } from '../support/index-check.ts';
import { childPids } from '../support/child-pids.ts';
import { writePdf } from '../support/pdf.ts';
import { slowText } from '../support/slow-text.ts';

const MiB = 1024 * 1024;
const page = ['A page with a text of its own that is long enough to be found again.'];

test('damaged, locked, empty and foreign files each end with their code', async () => {
  const pdf = writePdf({ pages: [page, page] });
  const docx = writeDocx({ parts: [{ text: 'A memo.' }] });
  const folder = folderWith({
    'good.md': 'Good words.',
    'cut.pdf': pdf.subarray(0, Math.floor(pdf.length / 3)),
    'named.pdf': 'This is text and no PDF at all.',
    'locked.pdf': writePdf({ pages: [page], password: 'secret' }),
    'half.pdf': writePdf({ pages: [page, []] }),
    'cut.docx': docx.subarray(0, Math.floor(docx.length / 2)),
    'zeros.pdf': new Uint8Array(5000),
    'zeros.md': new Uint8Array(5000),
    'empty.md': '',
    'program.exe': new Uint8Array([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0xff, 0xff]),
    noextension: 'Plain text without an extension.',
  });
  const { client, dataDir } = await startEngine();
  await indexFolder(client, folder);
  const states = await statesOf(client);
  expect(states).toMatchObject({
    'good.md': 'indexed',
    'locked.pdf': 'failed FILE_LOCKED',
    'half.pdf': 'partial FILE_PARTLY_TEXT',
    'cut.docx': 'failed FILE_DAMAGED',
    'zeros.pdf': expect.stringMatching(/FILE_(DAMAGED|UNSUPPORTED)/) as unknown,
    'empty.md': 'empty FILE_NO_TEXT',
    'program.exe': 'unsupported FILE_UNSUPPORTED',
    noextension: 'indexed',
  });
  const { problems } = await client.library.status();
  expect(problems.length).toBe(Object.values(states).filter((state) => state !== 'indexed').length);
  for (const { message } of problems) expect(message).not.toMatch(/\{\w+\}/);
  expect(await pathsFound(client, 'good words')).toEqual(expect.arrayContaining(['good.md']));
  expect(await updateAll(client)).toMatchObject({ extracted: 0, embedded: 0 });
  await expectWholeIndex(dataDir);
});

test('a text file of 300 MB is skipped, saying how large it is and what the limit is', async () => {
  const folder = folderWith({ 'small.md': 'Small.', 'large.txt': '' });
  truncateSync(join(folder, 'large.txt'), 300 * MiB);
  const { client } = await startEngine();
  const started = Date.now();
  await indexFolder(client, folder);
  expect(Date.now() - started).toBeLessThan(5000);
  const [problem] = (await client.library.status()).problems;
  expect(problem).toMatchObject({ state: 'skipped', code: 'FILE_TOO_LARGE' });
  expect(problem!.message).toContain('300 MB');
  expect(problem!.message).toContain('100 MB');
});

test('a file that Node cannot read at all fails alone, whatever the limit', async () => {
  const folder = folderWith({ 'small.md': 'Small.', 'vast.txt': '' });
  truncateSync(join(folder, 'vast.txt'), 2200 * MiB);
  const { client } = await startEngine();
  await client.settings.update({ maxFileBytes: 4096 * MiB });
  await indexFolder(client, folder);
  expect(await statesOf(client)).toEqual({
    'small.md': 'indexed',
    'vast.txt': 'failed PARSER_CRASHED',
  });
  expect(await updateAll(client)).toMatchObject({ unchanged: 2 });
});

test('a file deleted while others are read is left out, and that is all', async () => {
  const folder = folderWith({ 'first.txt': slowText(2 * MiB), 'second.txt': slowText(5 * MiB) });
  const { client, dataDir } = await startEngine();
  await client.settings.update({ parserProcesses: 1 });
  const { taskId } = await client.library.addFolder({ path: folder });
  await reading(client, 'first.txt');
  rmSync(join(folder, 'second.txt'));
  expect(await endOf(client, taskId)).toMatchObject({
    state: 'done',
    summary: { scanned: 1, extracted: 1, problems: 0 },
  });
  expect(await statesOf(client)).toEqual({ 'first.txt': 'indexed' });
  await expectWholeIndex(dataDir);
});

test('a file that changes while it is read is read again at the latest in the next run', async () => {
  const folder = folderWith({ 'a.txt': slowText(2 * MiB) });
  const { client } = await startEngine();
  const { taskId } = await client.library.addFolder({ path: folder });
  await reading(client, 'a.txt');
  writeFileSync(join(folder, 'a.txt'), 'Another zebra text.');
  await endOf(client, taskId);
  await updateAll(client);
  expect(await pathsFound(client, 'zebra', { mode: 'keyword' })).toEqual(['a.txt']);
});

const linux = process.platform === 'linux';
const onLinux = test.skipIf(!linux);
const why = linux ? '' : ' (skipped: needs /proc)';

onLinux(`a parser that dies once is replaced, and its file is read${why}`, async () => {
  const folder = folderWith({ 'slow.txt': slowText(6 * MiB), 'a.md': 'Alpha.' });
  const { client } = await startEngine();
  await client.settings.update({ parserProcesses: 1 });
  const { taskId } = await client.library.addFolder({ path: folder });
  await reading(client, 'slow.txt');
  await killParser();
  expect(await endOf(client, taskId)).toMatchObject({ state: 'done', summary: { extracted: 2 } });
  expect(await statesOf(client)).toEqual({ 'a.md': 'indexed', 'slow.txt': 'indexed' });
});

onLinux(`a file that kills its parser twice is set aside${why}`, async () => {
  // Nobody waits for its end: so long that no machine reads it before its parser is killed.
  const folder = folderWith({ 'slow.txt': slowText(40 * MiB), 'a.md': 'Alpha.' });
  const { client } = await startEngine();
  await client.settings.update({ parserProcesses: 1 });
  const { taskId } = await client.library.addFolder({ path: folder });
  await reading(client, 'slow.txt');
  const first = await killParser();
  await killParser(first);
  expect((await endOf(client, taskId)).state).toBe('done');
  expect(await statesOf(client)).toEqual({
    'a.md': 'indexed',
    'slow.txt': 'quarantined PARSER_CRASHED',
  });
});

/** Resolves when a file is being read, however long a busy machine takes to get there. */
async function reading(client: Client, name: string): Promise<void> {
  const current = async () => (await client.tasks.list())[0]!.progress.current;
  await expect.poll(current, { interval: 5, timeout: 20_000 }).toBe(name);
}

/** Waits for a parser (other than the one that was killed before) and kills it. */
async function killParser(before?: number): Promise<number> {
  const others = () => childPids('parser').filter((pid) => pid !== before);
  await expect.poll(others, { interval: 5, timeout: 20_000 }).toHaveLength(1);
  const [pid] = others();
  process.kill(pid!, 'SIGKILL');
  return pid!;
}

onLinux(`parsers are gone when nothing is indexed any more${why}`, async () => {
  const { client } = await startEngine();
  await indexFolder(client, folderWith({ 'a.md': 'Alpha.' }));
  await expect.poll(() => childPids('parser'), { timeout: 20_000 }).toEqual([]);
});

onLinux(`pipes and their kind are no files, also as .gitignore${why}`, async () => {
  const folder = folderWith({ 'a.md': 'Alpha.' });
  execFileSync('mkfifo', [join(folder, 'pipe.md'), join(folder, '.gitignore')]);
  const { client } = await startEngine();
  expect(await indexFolder(client, folder)).toMatchObject({ scanned: 1, extracted: 1 });
});

test('a document that is asked for but not there is told by its path', async () => {
  const folder = folderWith({ 'a.md': 'Alpha.' });
  const { client } = await startEngine();
  const { folderId } = await indexFolder(client, folder);
  const refs = ['nothing.md', '../a.md', '/etc/passwd', 'a.md/..', ''];
  for (const relativePath of refs) {
    const asked = client.documents.read({ folderId, relativePath });
    const error = await asked.catch((error: unknown) => error);
    expect(error).toMatchObject({ code: 'DOCUMENT_UNKNOWN' });
    expect(sentenceOf(error)).toContain(relativePath);
    await expect(client.documents.locate({ folderId, relativePath })).rejects.toThrow();
  }
  writeFiles(folder, { 'later.md': 'Later.' });
  mkdirSync(join(folder, 'sub'));
  const path = join(folder, 'later.md');
  await expect(client.documents.find({ path })).rejects.toMatchObject({
    code: 'DOCUMENT_UNKNOWN',
    params: { path },
  });
});
