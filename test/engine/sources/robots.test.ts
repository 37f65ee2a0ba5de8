// RFC 9309, with its own examples among others.
import { expect, test } from 'vitest';
import { parseRobots } from '../../../src/engine/sources/web/robots.ts';

const allows = (text: string, path: string) =>
  parseRobots(text).allows(new URL(path, 'https://site.example'));

test('our own group counts, else that of all, else nothing is forbidden', () => {
  const text = [
    'User-Agent: *',
    'Disallow: /all',
    '',
    'User-agent: other',
    'user-agent: LOREKEEP/2.0 # us',
    'Disallow: /ours',
    '',
    'User-agent: lorekeeper',
    'Disallow: /',
  ].join('\r\n');
  expect(allows(text, '/all')).toBe(true);
  expect(allows(text, '/ours/x')).toBe(false);
  expect(allows(text.replaceAll(/lorekeep(?!er)/gi, 'someone'), '/all')).toBe(false);
  expect(allows('', '/x')).toBe(true);
  expect(allows('Disallow: /', '/x')).toBe(true);
  expect(allows('<!doctype html><p>Not found', '/x')).toBe(true);
});

test('groups of one name count as one, and other lines end none', () => {
  const text =
    'User-agent: *\nDisallow: /a\nSitemap: /s.xml\nDisallow: /b\n\nUser-agent: *\nDisallow: /c';
  for (const path of ['/a', '/b', '/c']) expect(allows(text, path)).toBe(false);
});

test('the longest rule counts, and of two alike the one that allows', () => {
  const text =
    'User-agent: *\nDisallow: /page\nAllow: /page/open\nDisallow: /p/*.php$\nAllow: /same\nDisallow: /same';
  expect(allows(text, '/page/x')).toBe(false);
  expect(allows(text, '/page/open/x')).toBe(true);
  expect(allows(text, '/same')).toBe(true);
  expect(allows(text, '/p/a/b.php')).toBe(false);
  expect(allows(text, '/p/a/b.php?x')).toBe(true);
  expect(allows('User-agent: *\nDisallow: /', '/robots.txt')).toBe(true);
  expect(allows('User-agent: *\nDisallow:', '/x')).toBe(true);
});

test('signs stand for what they stand for', () => {
  const forbids = (rule: string, path: string) => !allows(`User-agent: *\nDisallow: ${rule}`, path);
  expect(forbids('/*/private/', '/a/b/private/x')).toBe(true);
  expect(forbids('/*/private/', '/private/x')).toBe(false);
  expect(forbids('/a$', '/a')).toBe(true);
  expect(forbids('/a$', '/ab')).toBe(false);
  expect(forbids('/*a*a$', '/a')).toBe(false);
  expect(forbids('*', '/anything')).toBe(true);
  expect(forbids('/foo/bar?baz=http://foo.bar', '/foo/bar?baz=http://foo.bar')).toBe(true);
  // One path in two spellings.
  expect(forbids('/foo/bar/ツ', '/foo/bar/%E3%83%84')).toBe(true);
  expect(forbids('/foo/bar/%e3%83%84', '/foo/bar/ツ')).toBe(true);
  expect(forbids('/foo/bar/%62%61%7A', '/foo/bar/baz')).toBe(true);
});

test('a pattern made to take for ever does not', () => {
  const text = `User-agent: *\nDisallow: /${'*a'.repeat(5000)}$`;
  expect(allows(text, `/${'a'.repeat(8000)}b`)).toBe(true);
});

test('a line made to take for ever does not', () => {
  const size = 500_000;
  for (const line of [`a:x${' '.repeat(size)}y`, `a:${' '.repeat(size)}#\u2028x`]) {
    expect(allows(`${line}\nUser-agent: *\nDisallow: /x`, '/x')).toBe(false);
  }
});

test('the pause that a site asks for is read', () => {
  expect(parseRobots('User-agent: *\nCrawl-delay: 2.5\nDisallow: /x').crawlDelay).toBe(2.5);
  expect(parseRobots('User-agent: *\nCrawl-delay: soon').crawlDelay).toBeNull();
});
