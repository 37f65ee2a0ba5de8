import { seeded } from './random.ts';

const letters = ['a', 'e', 'k', 'l', 'n', 's', 't', 'ü'];

/** Text of about this many bytes that takes long to read: words without end, few of them alike. */
export function slowText(bytes: number): Buffer {
  const random = seeded(bytes);
  const word = () => `${random.text(9, () => random.pick(letters))} `;
  const part = random.text(20_000, word);
  return Buffer.from(part.repeat(Math.ceil(bytes / part.length)));
}
