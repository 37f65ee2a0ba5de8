import { describe, expect, test } from 'vitest';
import { memberNames } from '../../../../src/engine/ingest/parse/member-names.ts';
import { seeded } from '../../../support/random.ts';

describe('names of files inside files', () => {
  test.each([
    ['a/b.txt', 'a/b.txt'],
    ['..\\..\\a.txt', 'a.txt'],
    ['/etc/./passwd', 'etc/passwd'],
    ['C:/x/y.txt', 'x/y.txt'],
    ['a\u0007\nb.txt', 'ab.txt'],
    ['gpj.\u202etxt', 'gpj.txt'],
    ['..', 'unnamed'],
    ['', 'unnamed'],
    ['a/.hidden/b.txt', null],
    ['__MACOSX/a.txt', null],
    ['x/Thumbs.db', null],
    ['node_modules/a.js', null],
  ])('%j becomes %j', (name, path) => {
    expect(memberNames([name])).toEqual([path]);
  });

  test('long names keep their ending, deep ones their last folders', () => {
    const [long] = memberNames([`${'x'.repeat(500)}.pdf`]);
    expect(long).toMatch(/^x+…x+\.pdf$/);
    expect(long!.length).toBe(150);
    const [deep] = memberNames([`${'d/'.repeat(50)}a.txt`]);
    expect(deep!.split('/')).toHaveLength(12);
  });

  test('no two are the same and none is in another, whatever the names', () => {
    const random = seeded(7);
    const part = () => random.pick(['a', 'A', 'b', 'a (2)', '..', 'é', 'e\u0301']);
    const names = Array.from({ length: 400 }, () =>
      Array.from({ length: 1 + random.int(3) }, part).join('/'),
    );
    const paths = memberNames(names).map((path) => path!.normalize('NFC').toLowerCase());
    const all = new Set(paths);
    expect(all.size).toBe(paths.length);
    for (const path of paths) {
      for (let at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
        expect(all.has(path.slice(0, at))).toBe(false);
      }
    }
    expect(memberNames(names)).toEqual(memberNames(names));
  });
});
