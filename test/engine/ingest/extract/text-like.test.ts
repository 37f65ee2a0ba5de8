import { expect, test } from 'vitest';
import { chunkDocument } from '../../../../src/engine/ingest/chunk/chunk.ts';
import type { DocumentFormat } from '../../../../src/shared/contract/documents.ts';
import { read } from '../../../support/extracting.ts';
import { seeded } from '../../../support/random.ts';

/** Whatever means something in one of the formats. */
const bits = [
  ...Array.from('\n\n\n\n  \t\t,;|"\'`{}[]()<>/\\*#-=+~:.!?&%$@_^'),
  ...'word é 漢字 😀 1 /* */ """ <!-- --> ]]> <a> </a> |---| 0:02 \\section{ \\begin{ \\end{ verbatim}'.split(
    ' ',
  ),
  ...'document}|\\item |* |- |.. |::\n|#+begin_src|#+end_src|:END:|====\n|----\n|+--+\n'.split('|'),
  '00:00:01.000 --> ',
];

const formats: readonly DocumentFormat[] = [
  'csv',
  'code',
  'data',
  'subtitles',
  'latex',
  'org',
  'rst',
  'text',
];

test.each(formats)('any mix of signs read as %s keeps every promise', async (format) => {
  const random = seeded(11);
  for (let round = 0; round < 400; round++) {
    const source = random.text(random.int(120), () => random.pick(bits));
    const extracted = await read(format, source);
    if (extracted.hasLines) expect(extracted.text).toBe(source);
    const chunks = chunkDocument(extracted, { maxLength: 64, minLength: 0 });
    const joined = chunks.map(({ start, end }) => extracted.text.slice(start, end)).join('');
    if (chunks.length > 0) expect(joined).toBe(extracted.text);
  }
});

test.each(formats)('random bytes read as %s are no failure', async (format) => {
  const random = seeded(5);
  for (let round = 0; round < 30; round++) {
    await read(
      format,
      Uint8Array.from({ length: random.int(3000) }, () => random.int(256)),
    );
  }
});
