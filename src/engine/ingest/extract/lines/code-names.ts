// The name of what a line of source code defines: a function, class, table or the like. It knows the
// words that languages begin definitions with; a definition without one is told by its shape.

const identifier = String.raw`[\p{L}_$~][\p{L}\p{N}_$]*[!?]?`;
/** A name may say where it belongs: `Shape::area`, `Shape.area`. */
const qualified = String.raw`${identifier}(?:(?:::|\.|:)~?${identifier})*`;
/** Words before a definition that say who sees it, and the like. */
const modifiers = String.raw`(?:(?:export|default|declare|public|private|protected|internal|static|final|abstract|sealed|open|partial|override|virtual|async|inline|extern|unsafe|data|const|pub(?:\([^)]*\))?|local|readonly|case)\s+)*`;

const types =
  'class|interface|struct|enum|union|trait|protocol|module|namespace|record|object|extension|mixin|' +
  'package|service|message|contract|library|defmodule|actor|type';
const functions =
  'function\\*?|func|fun|def|defp|defn-?|defun|defmacro|fn|sub|proc|procedure|macro|method|subroutine';

const patterns: readonly RegExp[] = [
  new RegExp(`^\\(?${modifiers}(?:enum\\s+)?(?:${types})\\s+(${qualified})`, 'iu'),
  // Go names the receiver before the function.
  new RegExp(`^\\(?${modifiers}(?:${functions})\\s+(?:\\([^)]*\\)\\s*)?(${qualified})`, 'iu'),
  new RegExp(`^${modifiers}impl(?:<[^>]*>)?\\s+(?:[^{]*?\\sfor\\s+)?(${qualified})`, 'u'),
  new RegExp(
    `^create\\s+(?:or\\s+replace\\s+)?(?:temp(?:orary)?\\s+|unique\\s+|materialized\\s+)*` +
      `(?:table|view|function|procedure|trigger|index|type)\\s+(?:if\\s+not\\s+exists\\s+)?["\`[]?(${qualified})`,
    'iu',
  ),
  // A function that is given to a name.
  new RegExp(
    `^${modifiers}(?:(?:const|let|var|val)\\s+)?(${qualified})\\s*(?::[^=]+)?(?:=|<-)\\s*` +
      `(?:async\\s*)?(?:function\\b|\\([^()]*\\)\\s*(?::[^=]+)?=>|${identifier}\\s*=>)`,
    'u',
  ),
];

const typeArguments = String.raw`<[^()<>]*(?:<[^()<>]*>[^()<>]*)*>`;
/** A type or nothing, a name, what is given to it, and no end of the statement. */
const shaped = new RegExp(
  `^${modifiers}(?:${typeArguments}\\s*)?` +
    `(?:[\\p{L}_][\\p{L}\\p{N}_.:]*(?:${typeArguments})?(?:\\[\\])?\\??[\\s*&]+)*?` +
    `(#?${qualified})\\s*(?:${typeArguments})?\\((?!\\s*['"\`])[^;]*$`,
  'u',
);
const statements =
  /^(?:if|else|elif|for|foreach|while|until|do|switch|case|match|when|return|throw|raise|catch|try|with|using|lock|synchronized|assert|await|yield|new|delete|sizeof|typeof|print|echo|unless|loop|select|from|where|import|include|require)(?![\p{L}\p{N}_])/iu;

/**
 * The name, or null.
 *
 * @param line without its indent
 * @param hasBody whether lines that are indented further follow
 */
export function definedName(line: string, hasBody: boolean): string | null {
  const words = line.slice(0, 300);
  for (const pattern of patterns) {
    const name = pattern.exec(words)?.[1];
    if (name !== undefined) return name;
  }
  if (!hasBody || statements.test(words) || /[=;]\s*$/.test(words)) return null;
  const name = shaped.exec(words)?.[1];
  return name === undefined || statements.test(name) ? null : name;
}
