// Parts of a passage that can stand as a quote: sentences, list items, table rows.

/** A half-open range of offsets into the passage. */
export interface Sentence {
  start: number;
  end: number;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'sentence' });
/** Lines that say nothing by themselves: headings, rules, fences, table rulers, front matter. */
const noSentence = /^\s*(#{1,6}\s.*|[-=*_]{3,}|`{3,}.*|~{3,}.*|[|:\s-]+|<!--.*|---|\S+:\s*)$/;
/** Lines that do not go on in the next one. */
const ownLine = /^\s*([-*+•]|\d+[.)]|\||>)\s*/;

/** Keys and values at the top of a Markdown file: for programs, not to be quoted. */
const frontMatter = /^---\n[\s\S]*?\n---(?=\n|$)/;

/** Sentences in order, without the white space around them. */
export function sentencesOf(text: string): Sentence[] {
  const from = frontMatter.exec(text)?.[0].length ?? 0;
  return paragraphsOf(text, from).flatMap(({ start, end }) => splitSentences(text, start, end));
}

/** Runs of lines that belong together; a list item or a table row is one of its own. */
function paragraphsOf(text: string, from: number): Sentence[] {
  const paragraphs: Sentence[] = [];
  let open: Sentence | null = null;
  let start = from;
  for (const line of text.slice(from).split('\n')) {
    const end = start + line.length;
    if (line.trim() === '' || noSentence.test(line)) open = null;
    else if (open && !ownLine.test(line)) open.end = end;
    else {
      open = { start, end };
      paragraphs.push(open);
    }
    start = end + 1;
  }
  return paragraphs;
}

const lineBreak = /[\n\r\u2028\u2029]/g;
/** Longer runs without a full stop are no sentence but lines of a list or table: each stands alone. */
const longestSentence = 320;
/** “Dr.”, “No.”, “e.g.” and initials end no sentence; nor do bullets and what else is very short. */
const shortest = 20;
const abbreviation =
  /(?:^|[\s("„“])(?:\p{Lu}|\p{L}\.\s?\p{L}|Dr|Mr|Mrs|Ms|Prof|St|No|Nr|Fig|Sec|Art|Abs|vs|cf|ca|bzw|approx)\.$/u;

function splitSentences(text: string, start: number, end: number): Sentence[] {
  const sentences: Sentence[] = [];
  // The segmenter ends a sentence at each line; a paragraph's lines go on.
  const flat = text.slice(start, end).replace(lineBreak, ' ');
  for (const { segment, index } of segmenter.segment(flat)) {
    const piece = trimmed(text, start + index, start + index + segment.length);
    const last = sentences.at(-1);
    if (!piece) continue;
    if (piece.end - piece.start > longestSentence) sentences.push(...linesOf(text, piece));
    else if (last && goesOn(text, last, piece.start)) last.end = piece.end;
    else sentences.push(piece);
  }
  return sentences;
}

function goesOn(text: string, { start, end }: Sentence, next: number): boolean {
  // A sign in the middle of an address (“?id=7”) ends nothing; Chinese and Japanese have their own.
  if (next === end && /[.?!]/.test(text.charAt(end - 1))) return true;
  return end - start < shortest || abbreviation.test(text.slice(start, end));
}

function linesOf(text: string, { start, end }: Sentence): Sentence[] {
  const lines: Sentence[] = [];
  let at = start;
  for (const line of text.slice(start, end).split(lineBreak)) {
    const piece = trimmed(text, at, at + line.length);
    if (piece) lines.push(piece);
    at += line.length + 1;
  }
  return lines;
}

/** Without the white space at both ends; null if there is nothing else. */
function trimmed(text: string, start: number, end: number): Sentence | null {
  const part = text.slice(start, end);
  const from = start + part.length - part.trimStart().length;
  const to = start + part.trimEnd().length;
  return to > from ? { start: from, end: to } : null;
}
