// Snippets of Markdown are shown without its signs: `**`, link targets, table bars. This tells
// which characters to leave out; it never changes the text, so marks keep their places.

/** Each finds a stretch of signs; the named group `keep`, where there is one, stays. */
const signs: readonly RegExp[] = [
  /^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+(?:\[[ xX]\][ \t]+)?|\|)/gm,
  /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$/gm,
  /^[ \t]*(?:-{3,}|\*{3,}|_{3,}|={3,})[ \t]*$/gm,
  /^[ \t]*(?:```|~~~).*$/gm,
  /!?\[(?<keep>[^\]\n]{0,300})\](?:\((?:[^()\n]|\([^()\n]{0,300}\)){0,500}\)|\[[^\]\n]{0,300}\])/g,
  /\{[%:][^}\n]{0,300}\}/g,
  /\*\*|__|~~|`+/g,
  /(?<=^|[\s("'])[*_](?=\S)|(?<=\S)[*_](?=$|[\s.,;:!?)"'])/gm,
  /<\/?[a-zA-Z][^<>\n]{0,500}>/g,
  /\|/g,
];

/** For each character of `text`: 1 if it is a sign that a reader need not see, else 0. */
export function markdownSigns(text: string): Uint8Array {
  const hidden = new Uint8Array(text.length);
  for (const pattern of signs) {
    for (const match of text.matchAll(pattern)) {
      const end = match.index + match[0].length;
      const keep = match.groups?.['keep'];
      if (keep === undefined) {
        hidden.fill(1, match.index, end);
        continue;
      }
      const from = match.index + match[0].indexOf('[') + 1;
      hidden.fill(1, match.index, from);
      hidden.fill(1, from + keep.length, end);
    }
  }
  return hidden;
}
