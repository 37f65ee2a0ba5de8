import { expect, test } from 'vitest';
import { placeOf, serverBase, serverRules } from '../../../src/engine/remote/server-address.ts';
import { sentenceOf } from '../../../src/shared/texts/format.ts';

function codeOf(address: string): unknown {
  try {
    return serverBase(address);
  } catch (error) {
    return (error as { code: string }).code;
  }
}

test('what people type and paste leads to the base of a server', () => {
  const bases: Record<string, string> = {
    'http://192.168.1.20:8080': 'http://192.168.1.20:8080',
    'http://192.168.1.20:8080/': 'http://192.168.1.20:8080',
    'http://192.168.1.20:8080/v1': 'http://192.168.1.20:8080',
    ' HTTP://192.168.1.20:8080/v1/ ': 'http://192.168.1.20:8080',
    'http://box:8000/v1/chat/completions': 'http://box:8000',
    'http://box:8000/v1/models': 'http://box:8000',
    'https://api.example.com/llm/v1': 'https://api.example.com/llm',
    'https://example.com/v1/team': 'https://example.com/v1/team',
    '192.168.1.20:8080': 'http://192.168.1.20:8080',
    'localhost:11434': 'http://localhost:11434',
    'box:1234/v1': 'http://box:1234',
    'box.local:1234': 'http://box.local:1234',
    'api.example.com': 'https://api.example.com',
    '8.8.8.8': 'https://8.8.8.8',
    '[::1]:8080': 'http://[::1]:8080',
    'http://[fd00::5]:8080/v1': 'http://[fd00::5]:8080',
  };
  for (const [typed, base] of Object.entries(bases)) expect(serverBase(typed), typed).toBe(base);
});

test('what is no such address is refused, and a password in it is not repeated', () => {
  for (const address of [
    '',
    'ftp://box',
    'file:///etc/passwd',
    'http://user:geheim@box:8080',
    'user:geheim@box:8080',
    'http://box?key=1',
    'http://box#x',
    'http://',
    'not an address',
  ]) {
    expect(codeOf(address), address).toBe('SERVER_ADDRESS_INVALID');
  }
  const told = (address: string) => {
    try {
      return serverBase(address);
    } catch (error) {
      return sentenceOf(error);
    }
  };
  expect(told('http://user:geheim@box:8080')).not.toContain('geheim');
  expect(told('user:geheim@box:8080')).not.toContain('geheim');
});

test('unencrypted text stays in the own network', () => {
  for (const address of ['http://8.8.8.8:8080', 'http://[2606:4700::1111]', 'http://134744072']) {
    expect(codeOf(address), address).toBe('NETWORK_UNENCRYPTED');
  }
  const open = serverRules('http://box:8080');
  const url = new URL('http://box:8080/v1/models');
  expect([open.admits(url), open.mayBePrivate(url), open.mayBePublic?.(url)]).toEqual([
    true,
    true,
    false,
  ]);
  const closed = serverRules('https://api.example.com');
  expect(closed.mayBePublic?.(new URL('https://api.example.com/v1'))).toBe(true);
  for (const other of ['https://example.com/', 'http://api.example.com/', 'http://box:8081/']) {
    expect(closed.admits(new URL(other)) || open.admits(new URL(other)), other).toBe(false);
  }
});

test('where a server is shows in its address', () => {
  const places: Record<string, string> = {
    'http://127.0.0.1:8080': 'machine',
    'http://localhost:11434': 'machine',
    'http://[::1]:1234': 'machine',
    'http://192.168.1.20:8080': 'network',
    'http://box.local': 'network',
    'https://10.0.0.5': 'network',
    'https://api.example.com': 'internet',
    'https://8.8.8.8': 'internet',
  };
  for (const [base, place] of Object.entries(places)) expect(placeOf(base), base).toBe(place);
});
