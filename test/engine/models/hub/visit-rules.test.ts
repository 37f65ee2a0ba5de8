// Where a visit to the hub may lead, for hubs that cannot be had on this machine.
import { expect, test } from 'vitest';
import { atHub, hubBase, visitRules } from '../../../../src/engine/models/hub/hub-base.ts';

const at = (address: string) => new URL(address);

test('Hugging Face leads to its own places, and into nobody’s network', () => {
  const base = hubBase('');
  expect(base.url.href).toBe('https://huggingface.co/');
  const rules = visitRules(base);
  expect(rules.admits(at('https://huggingface.co/api/models/a/b'))).toBe(true);
  expect(rules.admits(at('http://huggingface.co/'))).toBe(false);
  const storage = at('https://cas-bridge.xethub.hf.co/x');
  expect(rules.admits(storage)).toBe(false);
  expect(rules.follow(storage, false)).toBe(true);
  expect(rules.admits(storage)).toBe(true);
  for (const other of [
    'https://evil.example/x',
    'https://evilhf.co/x',
    'http://cdn-lfs.hf.co/x',
    'http://127.0.0.1/x',
    'file:///etc/passwd',
  ]) {
    expect(rules.follow(at(other), false), other).toBe(false);
    expect(rules.admits(at(other)), other).toBe(false);
  }
  expect(rules.mayBePrivate(at('https://huggingface.co/'))).toBe(false);
  expect(rules.mayBePrivate(storage)).toBe(false);
});

test('a mirror leads where it likes, into the own network only from there', () => {
  const rules = visitRules(hubBase('https://hub.example/proxy/'));
  const storage = at('https://files.example/x');
  expect(rules.follow(storage, false)).toBe(true);
  expect(rules.mayBePrivate(storage)).toBe(false);
  expect(rules.follow(at('http://10.0.0.5/x'), false)).toBe(false);
  expect(rules.follow(at('http://10.0.0.5/x'), true)).toBe(true);
  expect(rules.mayBePrivate(at('http://10.0.0.5/x'))).toBe(true);
});

test('without encryption nothing goes further than the own network', () => {
  const rules = visitRules(hubBase('http://hub.lan:8080'));
  expect(rules.mayBePrivate(at('http://hub.lan:8080/x'))).toBe(true);
  expect(rules.mayBePublic!(at('http://hub.lan:8080/x'))).toBe(false);
  expect(rules.mayBePublic!(at('https://files.example/x'))).toBe(true);
});

test('a mirror may be in a folder; what is no address is refused', () => {
  const base = hubBase('https://hub.example/proxy/hf/');
  expect(atHub(base, '/api/models/a/b').href).toBe('https://hub.example/proxy/hf/api/models/a/b');
  for (const mirror of ['hub.example', 'ftp://x', 'https://me:secret@x', 'https://x/?a=1', 'x y']) {
    expect(() => hubBase(mirror), mirror).toThrow('HUB_MIRROR_INVALID');
  }
});
