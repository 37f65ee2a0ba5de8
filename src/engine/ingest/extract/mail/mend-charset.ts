// Mails that state a charset which their bytes are not in: UTF-8 under the name of ASCII or Latin-1
// is the one mistake that is made again and again, and can be told from its result.

/** Bytes by the characters that they are in Windows-1252, which stands for ASCII and Latin-1 too. */
const byteOf: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 128 }, (_, i) => {
    const byte = 128 + i;
    return [new TextDecoder('windows-1252').decode(Uint8Array.of(byte)), byte] as const;
  }),
);

/** The text as UTF-8 if all of it that is not ASCII was UTF-8 read as Windows-1252, else as it is. */
export function mendCharset(text: string): string {
  let wrong = false;
  const mended = text.replace(/[^\0-\x7f]+/g, (run) => {
    const characters = utf8Of(run);
    wrong ||= characters === null;
    return characters ?? run;
  });
  return wrong ? text : mended;
}

function utf8Of(run: string): string | null {
  const bytes: number[] = [];
  for (const character of run) {
    const byte = byteOf.get(character);
    if (byte === undefined) return null;
    bytes.push(byte);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return null;
  }
}
