// Writing results: JSON for programs, short lines for people.

/** One value as one line of JSON, without a character that drives a terminal. */
export function jsonLine(value: unknown): string {
  // JSON itself escapes the other control characters.
  const escaped = JSON.stringify(value).replace(
    /[\u007f-\u009f]/g,
    (control) => `\\u00${control.charCodeAt(0).toString(16)}`,
  );
  return `${escaped}\n`;
}

export function printJson(value: unknown): void {
  process.stdout.write(jsonLine(value));
}

/** What is no result: notices and errors, to stderr. */
export function printNote(text: string): void {
  process.stderr.write(`${safeLine(text)}\n`);
}

export function printLine(text = ''): void {
  process.stdout.write(`${text}\n`);
}

const styles = { bold: [1, 22], dim: [2, 22], mark: [1, 22] } as const;

/** Styles text on a terminal that shows it; NO_COLOR and pipes get plain text. */
export function styled(style: keyof typeof styles, text: string): string {
  if (!process.stdout.isTTY || process.env['NO_COLOR']) return text;
  const [on, off] = styles[style];
  return `\u001b[${on}m${text}\u001b[${off}m`;
}

/** Control characters of file names and texts made visible: they must not drive the terminal. */
export function safe(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the characters to be replaced
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\uFFFD');
}

/** One line of a file name or heading. */
export function safeLine(text: string): string {
  return safe(text).replace(/[\n\t]/g, ' ');
}

export function count(n: number, one: string, many: string): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}

const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** A size as shops and file managers tell it: `480 kB`, `4.7 GB`. */
export function sizeText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 10 && unit > 1 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}
