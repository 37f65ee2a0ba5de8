// Word documents by way of mammoth's HTML. Before anything is inflated the archive's declared
// sizes are checked; mammoth is handed a copy that holds the XML parts alone, so pictures and
// embedded files are never unpacked, and none of them can be larger than it declared.
import mammoth from 'mammoth';
import { LorekeepError } from '../../../../shared/errors.ts';
import type { Extracted, ExtractInput } from '../extracted.ts';
import { readableXml } from './docx-xml.ts';
import { htmlToText } from '../html/html.ts';
import { looksLikeTitle } from '../title.ts';
import { checkSizes } from '../containers/zip-limits.ts';
import { readZipDirectory, readZipEntry, writeZip } from '../containers/zip.ts';

export async function extractDocx(
  input: Pick<ExtractInput, 'bytes' | 'maxTextLength'>,
): Promise<Extracted> {
  const { bytes, maxTextLength } = input;
  if (isOleFile(bytes))
    throw new LorekeepError(isEncryptedOle(bytes) ? 'FILE_LOCKED' : 'FILE_DAMAGED');
  const entries = readZipDirectory(bytes).filter((entry) => /\.(?:xml|rels)$/i.test(entry.name));
  if (entries.some((entry) => entry.encrypted)) throw new LorekeepError('FILE_LOCKED');
  checkSizes(entries, maxTextLength);
  const parts = entries.map((entry) => ({
    name: entry.name,
    data: readableXml(entry.name, readZipEntry(bytes, entry)),
  }));
  const html = await toHtml(writeZip(parts));
  const core = parts.find((part) => part.name.toLowerCase() === 'docprops/core.xml');
  const extracted = htmlToText(html, maxTextLength);
  const title = core ? statedTitle(new TextDecoder().decode(core.data)) : null;
  const heading = extracted.blocks.find((block) => block.kind === 'heading');
  return {
    ...extracted,
    format: 'docx',
    title: title ?? (heading ? extracted.text.slice(heading.start, heading.end) : null),
  };
}

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
    return result.value;
  } catch (error) {
    throw new LorekeepError('FILE_DAMAGED', {}, error);
  }
}

function isOleFile(bytes: Uint8Array): boolean {
  return bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0;
}

/** An encrypted document is an OLE file with a stream of this name (MS-OFFCRYPTO 2.3.4). */
function isEncryptedOle(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(
    Buffer.from('EncryptedPackage', 'utf16le'),
  );
}

function statedTitle(coreXml: string): string | null {
  const text = /<dc:title(?:\s[^>]*)?>([^<]*)<\/dc:title>/.exec(coreXml)?.[1] ?? '';
  const title = htmlToText(text, 1000).text.trim();
  return looksLikeTitle(title) ? title : null;
}
