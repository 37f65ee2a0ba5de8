// The one way from bytes to text: chooses the extractor, loads it only then (pdf.js and mammoth
// cost more than most Markdown files), and holds every format to the same promises.
import type { DocumentFormat, PageRange } from '../../../shared/contract/documents.ts';
import type { Extracted, ExtractInput, Extractor } from './extracted.ts';

const extractors: Record<DocumentFormat, () => Promise<Extractor>> = {
  markdown: async () => (await import('./markdown/markdown.ts')).extractMarkdown,
  text: async () => (await import('./lines/text.ts')).extractText,
  html: async () => (await import('./html/html.ts')).extractHtml,
  docx: async () => (await import('./word/docx.ts')).extractDocx,
  pptx: async () => (await import('./slides/pptx.ts')).extractPptx,
  xlsx: async () => (await import('./sheets/xlsx.ts')).extractXlsx,
  xls: async () => (await import('./sheets/xls.ts')).extractXls,
  odt: async () => (await import('./odf/odt.ts')).extractOdt,
  odp: async () => (await import('./odf/odp.ts')).extractOdp,
  ods: async () => (await import('./odf/ods.ts')).extractOds,
  rtf: async () => (await import('./rtf/rtf.ts')).extractRtf,
  image: async () => (await import('./image.ts')).extractImage,
  doc: async () => (await import('./word/doc.ts')).extractDoc,
  ppt: async () => (await import('./slides/ppt.ts')).extractPpt,
  pdf: async () => (await import('./pdf/pdf.ts')).extractPdf,
  epub: async () => (await import('./epub/epub.ts')).extractEpub,
  eml: async () => (await import('./mail/eml.ts')).extractEml,
  mbox: async () => (await import('./mail/mbox.ts')).extractMbox,
  mhtml: async () => (await import('./mail/mhtml.ts')).extractMhtml,
  zip: async () => (await import('./containers/archive.ts')).extractArchive,
  msg: async () => (await import('./mail/msg.ts')).extractMsg,
  csv: async () => (await import('./sheets/csv.ts')).extractCsv,
  code: async () => (await import('./lines/code.ts')).extractCode,
  data: async () => (await import('./data/data.ts')).extractData,
  ipynb: async () => (await import('./lines/ipynb.ts')).extractNotebook,
  subtitles: async () => (await import('./lines/subtitles.ts')).extractSubtitles,
  latex: async () => (await import('./lines/latex.ts')).extractLatex,
  org: async () => (await import('./lines/org.ts')).extractOrg,
  rst: async () => (await import('./lines/rst.ts')).extractRst,
  sqlite: async () => (await import('./sheets/sqlite.ts')).extractSqlite,
};

/**
 * Reads a document as the given format (see `sniffFormat`).
 *
 * @throws LorekeepError FILE_DAMAGED, FILE_LOCKED, or FILE_TOO_LARGE (an archive that unpacks
 *   to more than could be text)
 */
export async function extract(format: DocumentFormat, input: ExtractInput): Promise<Extracted> {
  const extractor = await extractors[format]();
  const extracted = await extractor(input);
  // Lone surrogates cannot be stored as UTF-8; replacing them keeps every offset.
  const text = extracted.text.isWellFormed() ? extracted.text : extracted.text.toWellFormed();
  return cutText({ ...extracted, text }, input.maxTextLength);
}

/** Keeps at most `maxLength` UTF-16 units, never half of a character, and says so if it cut. */
function cutText(extracted: Extracted, maxLength: number): Extracted {
  const { text } = extracted;
  if (text.length <= maxLength) return extracted;
  const last = text.charCodeAt(maxLength - 1);
  const kept = last >= 0xd800 && last < 0xdc00 ? maxLength - 1 : maxLength;
  const clip = <R extends { start: number; end: number }>(ranges: readonly R[]): R[] =>
    ranges
      .filter((range) => range.start < kept)
      .map((range) => ({ ...range, end: Math.min(range.end, kept) }));
  const pages: PageRange[] | null = extracted.pages && clip(extracted.pages);
  return {
    ...extracted,
    text: text.slice(0, kept),
    blocks: clip(extracted.blocks),
    pages,
    partial: { code: 'FILE_TEXT_CUT', params: { kept } },
  };
}

/** What breaks the promises of `Extracted`, in words; empty if nothing does. For tests. */
export function brokenPromises({ text, blocks, pages }: Extracted): string[] {
  const broken: string[] = [];
  if (!text.isWellFormed()) broken.push('text has lone surrogates');
  const check = (name: string, ranges: readonly { start: number; end: number }[]): void => {
    let end = 0;
    for (const [i, range] of ranges.entries()) {
      const where = `${name} ${i} [${range.start}, ${range.end})`;
      if (range.start < end) broken.push(`${where} begins before ${end}`);
      if (range.end < range.start) broken.push(`${where} ends before it begins`);
      if (range.end > text.length) broken.push(`${where} ends behind the text (${text.length})`);
      end = range.end;
    }
  };
  check('block', blocks);
  check('page', pages ?? []);
  for (const block of blocks) {
    if (text.slice(block.start, block.end).trim() === '')
      broken.push(`block at ${block.start} is blank`);
  }
  pages?.forEach((page, i) => {
    if (page.number !== i + 1) broken.push(`page ${i + 1} has number ${page.number}`);
  });
  return broken;
}
