import { expect, test } from 'vitest';
import { isOle, OleFile } from '../../../../src/engine/ingest/extract/containers/ole.ts';
import { writeOle } from '../../../support/ole.ts';

const first = Buffer.from('the first stream');
const long = Buffer.alloc(300_000, 'long ');
const bytes = writeOle({ First: first, Long: long });

test('streams give back what was written', () => {
  const file = new OleFile(bytes);
  expect(isOle(bytes)).toBe(true);
  expect(file.entries.map(({ path, isStream }) => [path, isStream])).toEqual([
    ['', false],
    ['First', true],
    ['Long', true],
  ]);
  expect(Buffer.from(file.read(file.find('LONG')!)).equals(long)).toBe(true);
  expect(Buffer.from(file.read(file.find('first')!)).subarray(0, first.length)).toEqual(first);
  expect(file.find('none')).toBeUndefined();
});

test('small streams lie in one stream of the root', () => {
  const small = Buffer.from(bytes);
  const directory = (small.readUInt32LE(48) + 1) * 512;
  // The root's stream is now that of "First", and "First" is 16 bytes from the second small sector.
  small.copy(small, directory + 116, directory + 128 + 116, directory + 128 + 124);
  small.writeUInt32LE(1, directory + 128 + 116);
  small.writeUInt32LE(16, directory + 128 + 120);
  // The small table: sector 1 ends its chain. It is kept in what was the second stream.
  const table = small.readUInt32LE(directory + 256 + 116);
  small.writeUInt32LE(table, 60);
  small.fill(0xff, (table + 1) * 512, (table + 2) * 512);
  const at = (small.readUInt32LE(directory + 116) + 1) * 512 + 64;
  small.write('in a small place', at, 'latin1');
  const file = new OleFile(small);
  expect(Buffer.from(file.read(file.find('First')!)).toString('latin1')).toBe('in a small place');
});

test('a cut off file gives what there is, or is damaged', () => {
  const file = new OleFile(bytes.subarray(0, 100_000));
  expect(file.read(file.find('Long')!).length).toBeLessThan(100_000);
  expect(() => new OleFile(bytes.subarray(0, 300))).toThrow('FILE_DAMAGED');
  expect(() => new OleFile(new Uint8Array(4096))).toThrow('FILE_DAMAGED');
});
