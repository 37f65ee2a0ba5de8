// Downloads from a real server: what comes whole, and what is picked up again.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCatalogue } from '../../../../src/engine/models/catalogue.ts';
import { parseHubReference } from '../../../../src/engine/models/hub/reference.ts';
import { shippedFolder } from '../../../../src/hosting/node-host.ts';
import { commit, modelBytes, serveHub, sha256Of, type TestHub } from '../../../support/hub.ts';
import { downloadingFrom } from '../../../support/hub-download.ts';

const small = modelBytes(100_000, 7);
const large = modelBytes(3_000_000);
const two = { 'it-Q4_K_M.gguf': small, 'it-Q8_0.gguf': large, 'README.md': Buffer.from('hello') };
const asksFor = 'hf:me/it:Q8_0';
const name = 'it-Q8_0.gguf';

/** From which byte on a request for a file was. */
function rangeOf({ fetched }: TestHub, at: number): number {
  return Number(/^bytes=(\d+)-$/.exec(fetched[at]!.headers.range ?? '')?.[1] ?? 0);
}

test('a file comes whole, from where the hub keeps it, and every request is listed', async () => {
  const hub = await serveHub({ 'me/it': { files: two, licence: 'apache-2.0' } });
  const { download, folder, gate, progress } = downloadingFrom(hub);
  const model = await download(asksFor);
  const path = join(folder, name);
  expect(model).toEqual({
    files: [{ path, size: large.length, sha256: sha256Of(large) }],
    repo: 'me/it',
    commit,
    licence: 'apache-2.0',
    quantisation: 'Q8_0',
  });
  expect(readFileSync(path).equals(large)).toBe(true);
  expect(readdirSync(folder)).toEqual([name]);
  expect(hub.asked.map(({ path: asked }) => asked)).toEqual([
    '/api/models/me/it',
    `/api/models/me/it/tree/${commit}`,
    `/me/it/resolve/${commit}/${name}`,
  ]);
  expect(hub.asked[0]!.headers['user-agent']).toBe('Lorekeep/1.2.3');
  expect(hub.fetched).toHaveLength(1);
  const requests = gate.requests();
  expect(requests).toHaveLength(4);
  expect(requests.every((one) => one.purpose === asksFor && one.allowed)).toBe(true);
  expect(progress[0]).toEqual({ phase: 'finding', bytes: 0, total: null });
  const last = { phase: 'downloading', bytes: large.length, total: large.length };
  expect(progress.at(-1)).toEqual(last);
  const bytes = progress.map((state) => state.bytes);
  expect(bytes).toEqual(bytes.toSorted((a, b) => a - b));
});

test('nothing is asked of anybody before a download is started', async () => {
  const hub = await serveHub({ 'me/it': { files: two } });
  const { gate, download } = downloadingFrom(hub);
  for (const { repo } of readCatalogue(shippedFolder('models'))) parseHubReference(`hf:${repo}`);
  const stop = AbortSignal.abort(new Error('stopped'));
  await expect(download(asksFor, { signal: stop })).rejects.toThrow('stopped');
  expect(hub.asked).toEqual([]);
  expect(gate.requests()).toEqual([]);
});

test('what was stopped goes on where it was, with what is there checked too', async () => {
  const hub = await serveHub({ 'me/it': { files: two } });
  hub.speed = 10_000;
  const { download, folder, progress } = downloadingFrom(hub);
  const stop = new AbortController();
  const onProgress = ({ bytes }: { bytes: number }) => {
    if (bytes > 1_000_000) stop.abort(new Error('stopped'));
  };
  await expect(download(asksFor, { signal: stop.signal, onProgress })).rejects.toThrow('stopped');
  expect(readdirSync(folder).toSorted()).toEqual([`${name}.part`, `${name}.part.json`]);
  const kept = statSync(join(folder, `${name}.part`)).size;
  expect(kept).toBeGreaterThan(1_000_000);
  hub.speed = 0;
  const { files } = await download(asksFor);
  expect(files[0]!.sha256).toBe(sha256Of(large));
  expect(hub.fetched[1]!.headers.range).toBe(`bytes=${kept}-`);
  expect(progress.some(({ phase, bytes }) => phase === 'checking' && bytes === kept)).toBe(true);
  expect(readdirSync(folder)).toEqual([name]);
});

test('a cut at half of it is mended by itself; too many of them are told, and all is kept', async () => {
  const hub = await serveHub({ 'me/it': { files: two } });
  const half = large.length / 2;
  hub.cuts = [half];
  const { download } = downloadingFrom(hub);
  expect((await download(asksFor)).files[0]!.sha256).toBe(sha256Of(large));
  expect(hub.fetched).toHaveLength(2);
  // What was on its way when the line was cut may be lost.
  expect(rangeOf(hub, 1)).toBeGreaterThan(half / 2);
  expect(rangeOf(hub, 1)).toBeLessThanOrEqual(half);

  hub.fetched.length = 0;
  hub.cuts = [1000, 1000, 1000, 1000];
  const other = downloadingFrom(hub);
  const { code, sentence } = await other.refused(asksFor);
  expect(code).toBe('HUB_UNREACHABLE');
  expect(sentence).toContain('goes on where it was');
  expect(hub.fetched).toHaveLength(4);
  const { size } = statSync(join(other.folder, `${name}.part`));
  expect(size).toBeLessThanOrEqual(4000);
  hub.cuts = [];
  await other.download(asksFor);
  expect(rangeOf(hub, 4)).toBe(size);
});

test('a server that cannot go on is given the time to begin anew', async () => {
  const hub = await serveHub({ 'me/it': { files: two } });
  hub.ranges = false;
  hub.cuts = [1_500_000];
  const { download, folder } = downloadingFrom(hub);
  await download(asksFor);
  expect(hub.fetched).toHaveLength(2);
  expect(readFileSync(join(folder, name)).equals(large)).toBe(true);
});

test('another version at the hub since: it begins anew', async () => {
  const hub = await serveHub({ 'me/it': { files: { [name]: large } } });
  hub.cuts = [1000, 1000, 1000, 1000];
  const { download, refused, folder } = downloadingFrom(hub);
  await refused(asksFor);
  const newer = modelBytes(2_000_000, 99);
  hub.repos['me/it']!.files[name] = newer;
  await download(asksFor);
  expect(hub.fetched.at(-1)!.headers.range).toBeUndefined();
  expect(readFileSync(join(folder, name)).equals(newer)).toBe(true);
});

test('the place of the files changed its version in between: it begins anew', async () => {
  const hub = await serveHub({ 'me/it': { files: { [name]: large } } });
  hub.cuts = [1_500_000];
  let versions = 0;
  hub.etag = () => `"v${++versions}"`;
  const { download } = downloadingFrom(hub);
  expect((await download(asksFor)).files[0]!.sha256).toBe(sha256Of(large));
  expect(rangeOf(hub, 1)).toBeGreaterThan(0);
  expect(hub.fetched[1]!.headers['if-range']).toBe('"v1"');
  expect(hub.fetched).toHaveLength(2);
});

test('what is left of a download is not believed more than its record', async () => {
  const hub = await serveHub({ 'me/it': { files: { [name]: large } } });
  const { download, folder } = downloadingFrom(hub);
  writeFileSync(join(folder, `${name}.part`), 'something else');
  writeFileSync(join(folder, `${name}.part.json`), '{ "half": ');
  await download(asksFor);
  expect(hub.fetched[0]!.headers.range).toBeUndefined();
  expect(readdirSync(folder)).toEqual([name]);
});

test('what was not sure to be on the disk when the power went is fetched again', async () => {
  const hub = await serveHub({ 'me/it': { files: { [name]: large } } });
  const { download, folder } = downloadingFrom(hub);
  const { length: size } = large;
  const sha256 = sha256Of(large);
  const record = { repo: 'me/it', path: name, size, sha256, etag: null, kept: 1_000_000 };
  writeFileSync(join(folder, `${name}.part.json`), JSON.stringify(record));
  const onDisk = Buffer.concat([large.subarray(0, 1_000_000), Buffer.alloc(500_000)]);
  writeFileSync(join(folder, `${name}.part`), onDisk);
  expect((await download(asksFor)).files[0]!.sha256).toBe(sha256);
  expect(rangeOf(hub, 0)).toBe(1_000_000);
});

test('a model in parts comes part by part, and goes on between them', async () => {
  const parts = [1, 2, 3].map((n) => `Q8_0/m-Q8_0-0000${n}-of-00003.gguf`);
  const files = Object.fromEntries(parts.map((path, at) => [path, modelBytes(200_000 + at, at)]));
  const hub = await serveHub({ 'me/it': { files } });
  const { download, refused, folder, progress } = downloadingFrom(hub);
  hub.instead = (path) => (path.includes('00003-of') ? { status: 500 } : undefined);
  expect((await refused(asksFor)).code).toBe('HUB_REFUSED');
  hub.instead = () => undefined;
  hub.fetched.length = 0;
  const model = await download(asksFor);
  expect(model.files.map(({ path }) => path)).toEqual(
    parts.map((path) => join(folder, path.slice('Q8_0/'.length))),
  );
  expect(model.files.map(({ sha256 }) => sha256)).toEqual(Object.values(files).map(sha256Of));
  expect(hub.fetched).toHaveLength(1);
  expect(progress.at(-1)).toMatchObject({ bytes: 600_003, total: 600_003 });
});

test('a file that is there already is not fetched again, and another one is left alone', async () => {
  const hub = await serveHub({ 'me/it': { files: two } });
  const { download, refused, folder } = downloadingFrom(hub);
  await download(asksFor);
  hub.fetched.length = 0;
  await download(asksFor);
  expect(hub.fetched).toEqual([]);
  writeFileSync(join(folder, name), 'mine');
  const { code, sentence } = await refused(asksFor);
  expect(code).toBe('DOWNLOAD_IN_THE_WAY');
  expect(sentence).toContain(join(folder, name));
  expect(readFileSync(join(folder, name), 'utf8')).toBe('mine');
});

test('long lists, other versions, umlauts and spaces', async () => {
  const path = 'Größe ü/Modell groß 💡-Q8_0.gguf';
  const files = {
    ...Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((x) => [x, small])),
    [path]: large,
  };
  const hub = await serveHub({ 'me/it': { files } });
  hub.pageSize = 3;
  const { download, folder } = downloadingFrom(hub);
  const { files: got } = await download('hf:me/it@v1:Q8_0');
  expect(hub.asked[0]!.path).toBe('/api/models/me/it/revision/v1');
  expect(hub.asked.filter((one) => one.path.includes('/tree/'))).toHaveLength(3);
  expect(got[0]!.path).toBe(join(folder, 'Modell groß 💡-Q8_0.gguf'));
  expect(existsSync(got[0]!.path)).toBe(true);
});
