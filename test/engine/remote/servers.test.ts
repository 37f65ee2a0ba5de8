// Adding, agreeing, keys and removing; and above all that nothing is sent before its time.
import { expect, test } from 'vitest';
import type { SecretVault } from '../../../src/engine/host.ts';
import { serverWarning } from '../../../src/shared/texts/server-words.ts';
import { sentenceOf } from '../../../src/shared/texts/format.ts';
import { serveModels } from '../../support/model-server.ts';
import {
  agreedServer,
  agreeTo,
  context,
  failureOf,
  signal,
  startRemote,
} from '../../support/remote.ts';

const request = { messages: [], adapters: [], maxTokens: 10, temperature: 0, seed: 1 };

test('nothing is sent before the person agrees, to the address that they were shown', async () => {
  const server = await serveModels();
  const { remote, gate } = await startRemote();
  const added = await remote.handlers.add({ address: server.address, name: 'lab' }, context);
  expect(added).toMatchObject({
    name: 'lab',
    address: server.address,
    host: server.host,
    place: 'machine',
    encrypted: false,
    agreedAt: null,
    key: 'none',
  });
  const refusals = [
    await failureOf(Promise.resolve().then(() => remote.handlers.check({ name: 'lab' }, context))),
    await failureOf(Promise.resolve().then(() => remote.generator('server:lab/writer'))),
    await failureOf(remote.embedder('server:lab/writer', { again: false, signal })),
    await failureOf(Promise.resolve().then(() => remote.assertUsable('server:lab/writer'))),
    await failureOf(
      Promise.resolve().then(() => remote.checkSettings({ chatModel: 'server:lab/writer' })),
    ),
  ];
  for (const refusal of refusals) {
    expect(refusal).toMatchObject({ code: 'SERVER_NOT_AGREED', params: { host: server.host } });
    expect(sentenceOf(refusal)).toContain(server.host);
  }
  expect(() =>
    remote.handlers.agree({ name: 'lab', address: 'http://elsewhere' }, context),
  ).toThrow(expect.objectContaining({ code: 'REQUEST_INVALID' }));
  expect([server.connections, gate.requests()]).toEqual([0, []]);

  await remote.handlers.agree({ name: 'LAB', address: server.address }, context);
  remote.assertUsable('server:lab/writer');
  const { models } = await remote.handlers.check({ name: 'lab' }, context);
  expect(models).toEqual([{ id: 'writer', name: 'server:lab/writer', contextSize: null }]);
  expect(server.asked).toHaveLength(1);
  expect(gate.requests()).toMatchObject([
    { host: server.host, purpose: 'lab: its models', allowed: true },
  ]);
});

test('what is removed is sent nothing, also by what was made before', async () => {
  const { remote, server, settings } = await agreedServer();
  Object.assign(settings, remote.checkSettings({ chatModel: 'server:LAB/writer' }));
  settings.embedder = 'server:other/x';
  expect(settings.chatModel).toBe('server:lab/writer');
  expect(remote.chosenChat()).toBe('server:lab/writer');
  const generator = remote.generator('server:lab/writer');
  await remote.handlers.remove({ name: 'lab' }, context);
  expect([settings.chatModel, settings.embedder]).toEqual(['', 'server:other/x']);
  expect(await failureOf(generator.write(request, signal).next())).toMatchObject({
    code: 'SERVER_UNKNOWN',
  });
  // Added again it has to be agreed to again.
  await remote.handlers.add({ address: server.address, name: 'lab' }, context);
  expect(await failureOf(generator.write(request, signal).next())).toMatchObject({
    code: 'SERVER_NOT_AGREED',
  });
  expect(server.connections).toBe(0);
});

test('names are unique, and the same server is not added twice', async () => {
  const { remote } = await startRemote();
  const { add, list } = remote.handlers;
  expect(await add({ address: 'http://box:8080/v1' }, context)).toMatchObject({ name: 'box:8080' });
  await add({ address: 'http://BOX:8080' }, context);
  expect(await list(undefined, context)).toHaveLength(1);
  expect(() => add({ address: 'http://other', name: 'Box:8080' }, context)).toThrow(
    expect.objectContaining({ code: 'SERVER_NAME_TAKEN' }),
  );
  const six = await add({ address: 'http://[fd00::5]:8080' }, context);
  expect(six.name).toBe('fd00::5:8080');
  expect(() => remote.generator('server:nobody/x')).toThrow(
    expect.objectContaining({ code: 'SERVER_UNKNOWN', params: expect.objectContaining({}) }),
  );
  expect(() => remote.refuseAdapters('server:box/x')).toThrow(
    expect.objectContaining({ code: 'SERVER_NO_ADAPTERS' }),
  );
  remote.refuseAdapters('a model of this machine');
});

/** Seals so that the text does not show, as a keychain does. */
const vault: SecretVault = {
  seal: (text) => Promise.resolve(Buffer.from(text).toString('base64')),
  unseal: (sealed) => Promise.resolve(Buffer.from(sealed, 'base64').toString()),
};

test('a key is kept sealed and goes to its own server alone', async () => {
  const { remote, server, library } = await agreedServer({ vault });
  server.key = 'geheim-1';
  const other = await serveModels();
  await agreeTo(remote, other.address, 'other');
  expect(
    await failureOf(Promise.resolve(remote.handlers.check({ name: 'lab' }, context))),
  ).toMatchObject({ code: 'SERVER_KEY', params: { status: 401 } });
  const kept = await remote.handlers.setKey({ name: 'lab', key: ' geheim-1\n' }, context);
  expect(kept.key).toBe('keychain');
  expect(JSON.stringify(library.remoteServers.list())).not.toContain('geheim');
  await remote.handlers.check({ name: 'lab' }, context);
  await remote.handlers.check({ name: 'other' }, context);
  expect(other.asked[0]!.headers.authorization).toBeUndefined();

  // Another run has it from the keychain; one without that keychain says that it is missing.
  const again = await startRemote({ vault, library });
  await again.remote.handlers.check({ name: 'lab' }, context);
  const without = await startRemote({ library });
  const asked = server.asked.length;
  const missing = await failureOf(
    Promise.resolve(without.remote.handlers.check({ name: 'lab' }, context)),
  );
  expect(missing).toMatchObject({ code: 'SERVER_KEY_MISSING' });
  expect(sentenceOf(missing)).toContain('LOREKEEP_SERVER_KEY');
  expect(server.asked).toHaveLength(asked);

  await remote.handlers.setKey({ name: 'lab', key: '' }, context);
  expect((await remote.handlers.list(undefined, context))[0]!.key).toBe('none');
});

test('a sealed key that is for another address is not used', async () => {
  const { remote, server, library } = await agreedServer({ vault });
  const other = await serveModels();
  await remote.handlers.setKey({ name: 'lab', key: 'geheim-1' }, context);
  const { sealedKey } = library.remoteServers.find('lab')!;
  await agreeTo(remote, other.address, 'other');
  library.remoteServers.setKey('other', true, sealedKey);
  const { check } = remote.handlers;
  expect(await failureOf(Promise.resolve(check({ name: 'other' }, context)))).toMatchObject({
    code: 'SERVER_KEY_MISSING',
  });
  expect([other.connections, server.connections]).toEqual([0, 0]);
});

test('without a keychain a key counts for the run, and the next one has it from its environment', async () => {
  const { remote, server, library } = await agreedServer();
  server.key = 'geheim-2';
  const plain = await serveModels();
  await agreeTo(remote, plain.address, 'plain');
  const kept = await remote.handlers.setKey({ name: 'lab', key: 'geheim-2' }, context);
  expect(kept.key).toBe('run');
  await remote.handlers.check({ name: 'lab' }, context);

  const later = await startRemote({ library });
  expect((await later.remote.handlers.list(undefined, context))[0]!.key).toBe('missing');
  const given = await startRemote({ library, environmentKey: 'geheim-2' });
  expect(await given.remote.handlers.list(undefined, context)).toMatchObject([
    { name: 'lab', key: 'run' },
    { name: 'plain', key: 'none' },
  ]);
  await given.remote.handlers.check({ name: 'lab' }, context);
  await given.remote.handlers.check({ name: 'plain' }, context);
  expect(plain.asked[0]!.headers.authorization).toBeUndefined();
  // One that is added while a key is given wants it.
  const added = await given.remote.handlers.add({ address: 'http://new' }, context);
  expect(added.key).toBe('run');
});

test('the warning says what leaves, to whom, and how', () => {
  const lab = {
    name: 'lab',
    host: '192.168.1.20:8080',
    place: 'network',
    encrypted: false,
  } as const;
  const warning = serverWarning(lab);
  for (const word of [lab.host, 'questions', 'passages', 'whole text', 'not encrypted']) {
    expect(warning).toContain(word);
  }
  expect(serverWarning({ ...lab, encrypted: true })).not.toContain('not encrypted');
  expect(serverWarning({ ...lab, place: 'machine' })).toContain('on this machine');
});
