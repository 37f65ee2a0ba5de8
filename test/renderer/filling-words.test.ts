import { describe, expect, it } from 'vitest';
import { fillingWords, rowsSoFar } from '../../src/renderer/features/answer/filling-words.ts';

describe('data that is being written', () => {
  it('has as many rows as are whole', () => {
    const data = (result: string) =>
      rowsSoFar(`{"found": true, "sources": [1, 2], "result": ${result}`);
    expect(data('{"due": "2026-01-01", "paid')).toBe(null);
    expect(data('["one", "two"')).toBe(null);
    expect(data('{"rows": [')).toBe(null);
    expect(data('{"rows": [{')).toBe(0);
    expect(data('{"rows": [{"a": 1}, {"a": ')).toBe(1);
    expect(data('[{"a": {"b": [{}]}}, {"a": 2}')).toBe(2);
    expect(data('[{"a": "} ] \\" }"}, {"a": "}\\')).toBe(1);
  });

  it('is said in words', () => {
    expect(fillingWords('{')).toBe('Filling in the fields…');
    expect(fillingWords('{"result": [{')).toBe('Filling in the table…');
    expect(fillingWords('{"result": [{"a": 1}, {')).toBe('Filling in the table… 1 row so far');
    expect(fillingWords('{"result": [{}, {}')).toBe('Filling in the table… 2 rows so far');
  });
});
