// Titles in a file's properties are often leftovers: a file name, a program's default.

const leftovers =
  /^(?:untitled|document ?\d*|dokument ?\d*|presentation ?\d*|powerpoint[- ].*|microsoft (?:word|powerpoint|excel)\b.*|book ?\d*|title|slide ?\d*|template|normal(?:\.dotm?)?|no title|none|null)$/i;

/** True if a title from a file's properties may stand as the document's title. */
export function looksLikeTitle(title: string): boolean {
  const text = title.trim();
  if (text.length < 3 || text.length > 200 || leftovers.test(text)) return false;
  if (/\p{Cc}|\ufffd/u.test(text)) return false;
  // A file name, a path, an address, an identifier.
  if (/[_.\\/:]/.test(text) && !/\s/.test(text)) return false;
  if (/\.(?:docx?|pdf|indd|tex|dvi|ps|xlsx?|pptx?|qxd|fm|rtf|txt)$/i.test(text)) return false;
  // Words, not a number or a row of signs.
  if (!/^[\p{L}\p{N}"'“‘«„¿¡([]/u.test(text)) return false;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return letters >= 2 && letters * 3 >= text.length;
}
