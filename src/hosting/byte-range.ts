// The Range header (RFC 9110, section 14), as far as showing documents needs it.

/** First and last byte, both included. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * What part of `size` bytes a Range header asks for.
 *
 * @returns null where the whole is to be sent (no header, another unit, not well-formed, several
 * ranges: all of which the RFC lets a server ignore); 'unsatisfiable' where nothing of it exists
 */
export function parseRange(
  header: string | undefined,
  size: number,
): ByteRange | 'unsatisfiable' | null {
  const match = /^bytes=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? '');
  if (!match) return null;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return null;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return null;
  return start >= size ? 'unsatisfiable' : { start, end };
}
