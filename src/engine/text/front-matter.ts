// The YAML between `---` lines at the head of a Markdown file: where it ends, and its title.

export interface FrontMatter {
  /** Offset behind its closing line. */
  end: number;
  title: string | null;
}

/** Front matter longer than this is taken for text. */
const maxLength = 64 * 1024;

export function readFrontMatter(text: string): FrontMatter | null {
  if (!/^---[ \t]*\n/.test(text)) return null;
  const head = text.slice(0, maxLength);
  const close = /\n(?:---|\.\.\.)[ \t]*(?:\n|$)/.exec(head);
  if (!close) return null;
  const body = head.slice(head.indexOf('\n') + 1, close.index + 1);
  // Two rules around a paragraph look the same but for the keys.
  const firstLine = /^[^#\s].*$/m.exec(body)?.[0];
  const hasKeys = firstLine !== undefined && /^[\w"'][\w "'.-]*:(?:\s|$)/.test(firstLine);
  if (!hasKeys && body.trim() !== '') return null;
  return { end: close.index + close[0].length, title: titleOf(body) };
}

function titleOf(yaml: string): string | null {
  const match = /^title[ \t]*:[ \t]*(.*)$/im.exec(yaml);
  if (!match) return null;
  let value = match[1]!.trim();
  if (/^[>|][+-]?\d?$/.test(value)) {
    const rest = yaml.slice(match.index + match[0].length + 1);
    value = (/^(?:[ \t]+\S.*(?:\n|$))+/.exec(rest)?.[0] ?? '').trim().replace(/\s*\n\s*/g, ' ');
  }
  return unquote(value).trim() || null;
}

function unquote(value: string): string {
  const double = /^"((?:[^"\\]|\\.)*)"/.exec(value);
  if (double) return double[1]!.replace(/\\(.)/g, '$1');
  const single = /^'((?:[^']|'')*)'/.exec(value);
  if (single) return single[1]!.replaceAll("''", "'");
  return value.replace(/[ \t]#.*$/, '');
}
