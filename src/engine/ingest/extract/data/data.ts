// Data in text (JSON, YAML, XML, TOML, INI): the file's own text, with its keys and elements as
// blocks. Nothing is parsed, so nothing is refused, and no entity of XML is ever expanded.
import { codeBlocks } from '../lines/code-blocks.ts';
import { nestedBlocks } from './data-blocks.ts';
import { decodeText } from '../decode.ts';
import type { Extracted, ExtractInput } from '../extracted.ts';
import { jsonParts } from './json-parts.ts';
import { xmlParts } from './xml-parts.ts';

export function extractData(input: Pick<ExtractInput, 'bytes'>): Extracted {
  const text = decodeText(input.bytes, declaredEncoding(input.bytes));
  return {
    format: 'data',
    text,
    title: null,
    blocks: blocksOf(text),
    pages: null,
    hasLines: true,
    partial: null,
  };
}

function blocksOf(text: string): ReturnType<typeof codeBlocks> {
  const head = text.slice(0, 2000).trimStart();
  if (head.startsWith('<')) return nestedBlocks(text, xmlParts);
  // A section of TOML or INI begins with a bracket too.
  const section = /^\[+[\w][^\]\n,]*\]+[ \t]*(?:[#;][^\n]*)?\n/.test(head);
  if (/^[[{]/.test(head) && !section) return nestedBlocks(text, jsonParts);
  return codeBlocks(text, /^(?:\[|---(?:\s|$))/);
}

/** The encoding that an XML declaration names. */
function declaredEncoding(bytes: Uint8Array): string | null {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  return /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)/i.exec(head)?.[1]?.toLowerCase() ?? null;
}
