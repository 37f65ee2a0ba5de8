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

function splitSentences(text: string, start: number, end: number): Sentence[] {
  const sentences: Sentence[] = [];
  for (const { segment, index } of segmenter.segment(text.slice(start, end))) {
    const lead = segment.length - segment.trimStart().length;
    const from = start + index + lead;
    const to = from + segment.trim().length;
    const last = sentences.at(-1);
    // “e.g.”, “No.” and bullets end no sentence: too short to stand alone.
    if (last && last.end - last.start < 20) last.end = to;
    else if (to > from) sentences.push({ start: from, end: to });
  }
  return sentences;
}
