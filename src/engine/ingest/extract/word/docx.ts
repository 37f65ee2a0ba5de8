// Word documents by way of mammoth's HTML. Before anything is inflated the archive's declared
// sizes are checked; mammoth is handed a copy that holds the XML parts alone, so pictures and
// embedded files are never unpacked, and none of them can be larger than it declared.
import mammoth from 'mammoth';
import { LorekeepError } from '../../../../shared/errors.ts';
import { XmlPackage } from '../containers/xml-package.ts';
import type { Extracted, ExtractInput } from '../extracted.ts';
import { joinPieces } from '../flat-text.ts';
import { htmlPieces } from '../html/html.ts';
import { piecesBeside, shownParts } from './docx-beside.ts';
import { readableXml } from './docx-xml.ts';

export async function extractDocx(
  input: Pick<ExtractInput, 'bytes' | 'maxTextLength'>,
): Promise<Extracted> {
  const pack = new XmlPackage(input, shownParts);
  const main =
    pack.relationships('').find(({ type }) => type === 'officeDocument')?.target ??
    'word/document.xml';
  const html = await toHtml(pack.rewritten(readableXml));
  const pieces = [...htmlPieces(html), ...(await piecesBeside(pack, main, input.maxTextLength))];
  const { text, blocks } = joinPieces(pieces, input.maxTextLength);
  const heading = blocks.find((block) => block.kind === 'heading');
  return {
    format: 'docx',
    text,
    title:
      pack.statedTitle('docProps/core.xml') ??
      (heading ? text.slice(heading.start, heading.end) : null),
    blocks,
    pages: null,
    hasLines: false,
    partial: null,
  };
}

/** What mammoth puts where a note belongs, and behind the note to lead back. */
const noteMarks =
  /<sup><a href="#(?:foot|end)note-[^"]*" id="[^"]*">\[\d+\]<\/a><\/sup>| ?<a href="#(?:foot|end)note-ref-[^"]*">\u2191<\/a>/g;

async function toHtml(archive: Uint8Array): Promise<string> {
  try {
    const result = await mammoth.convertToHtml(
      { buffer: Buffer.from(archive) },
      {
        styleMap: ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => p:fresh"],
        convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })),
        externalFileAccess: false,
      },
    );
    return result.value.replace(noteMarks, '');
  } catch (error) {
    throw new LorekeepError('FILE_DAMAGED', {}, error);
  }
}
