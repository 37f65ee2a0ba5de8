// Numbers that are written in groups of three digits: “1,000”, “1.000.000”, “1’000”.

const separators = ".,'’\\u00a0\\u202f\\u066c";
/** The sign between the groups is the same all through: “1,000.50” is 1000, “1.234.5” a version. */
const grouped = new RegExp(
  `(?!0)\\p{Nd}{1,3}([${separators}])\\p{Nd}{3}(?:\\1\\p{Nd}{3})*(?!\\1?\\p{Nd})`,
  'uy',
);
const insideNumber = new RegExp(`\\p{Nd}[${separators}]$`, 'u');
const firstGroup = /^\p{Nd}{1,3}$/u;

/** The length of the number that begins with this word of a text; 0 if it is not in groups. */
export function groupedNumberLength(text: string, word: string, start: number): number {
  if (word.length > 3 || !firstGroup.test(word)) return 0;
  grouped.lastIndex = start;
  const number = grouped.exec(text)?.[0];
  if (number === undefined || insideNumber.test(text.slice(Math.max(0, start - 2), start)))
    return 0;
  return number.length;
}
