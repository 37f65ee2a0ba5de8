// Tells the kinds of text from each other: what begins in a way that nothing else does is what it
// looks like, all else is what its name says.
import type { DocumentFormat } from '../../../../shared/contract/documents.ts';
import { decodeText } from '../decode.ts';
import { codeExtensions } from '../lines/languages.ts';
import { isTable } from '../sheets/delimited.ts';

const headLength = 32 * 1024;

/** What names say, by extension. Templates of pages are left as text: their language is two. */
const extensions = byWord({
  csv: 'csv tsv tab psv',
  code: codeExtensions.join(' '),
  data:
    'json jsonl ndjson json5 jsonc geojson topojson webmanifest har yml yaml toml ini cfg conf env ' +
    'properties editorconfig xml xsd xsl xslt rng rdf owl rss atom opml kml gpx plist resx xaml wsdl ' +
    'csproj vcxproj props targets xlf xliff tmx dbk bib',
  ipynb: 'ipynb',
  subtitles: 'vtt srt',
  latex: 'tex ltx latex',
  org: 'org',
  rst: 'rst rest',
});
/** What a file is that begins so, whatever its name says. */
const beginnings: readonly (readonly [RegExp, DocumentFormat])[] = [
  [
    /^#![^\n]{0,200}\b(?:sh|bash|zsh|dash|ksh|fish|python|node|deno|bun|ruby|perl|php|lua|awk|Rscript)[\d.]*\b/,
    'code',
  ],
  [/^\s*<\?xml\s/, 'data'],
  [/^\s*(?:%[^\n]*\n\s*)*\\document(?:class|style)\s*[[{]/, 'latex'],
  [/^#\+title:/i, 'org'],
  [/^WEBVTT(?:[ \t]|\n|$)/, 'subtitles'],
  [/^\s*\d{1,6}[ \t]*\n[ \t]*\d{1,3}:\d\d:\d\d,\d{1,3}[ \t]*-->/, 'subtitles'],
];

/** The format of a text that is neither Markdown nor HTML. */
export function textFormat(bytes: Uint8Array, path: string): DocumentFormat {
  const head = decodeText(bytes.subarray(0, headLength));
  const begins = beginnings.find(([pattern]) => pattern.test(head));
  if (begins) return begins[1];
  const name = path
    .slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
    .toLowerCase();
  const extension = name.slice(name.lastIndexOf('.') + 1);
  const named = extensions.get(name) ?? extensions.get(extension);
  if ((!named || named === 'data') && isNotebook(head, bytes)) return 'ipynb';
  if (named === 'subtitles') return head.includes('-->') ? named : 'text';
  if (named) return named;
  if (!name.includes('.') && /^\s*(?:\{\s*"|\[\s*[{["\d])/.test(head)) return 'data';
  const plain = !name.includes('.') || extension === 'txt';
  if (plain && isTable(head, '\t', head.length < bytes.length)) return 'csv';
  return 'text';
}

/** Jupyter's own keys, of which the version mostly stands at the end. */
function isNotebook(head: string, bytes: Uint8Array): boolean {
  if (!/^\s*\{\s*"(?:cells|metadata|nbformat|nbformat_minor|worksheets)"\s*:/.test(head))
    return false;
  const version = /"nbformat"\s*:\s*\d/;
  return version.test(head) || version.test(decodeText(bytes.subarray(-2048)));
}

function byWord(
  lists: Partial<Record<DocumentFormat, string>>,
): ReadonlyMap<string, DocumentFormat> {
  const pairs = Object.entries(lists).flatMap(([value, words]) =>
    words.split(' ').map((word) => [word, value as DocumentFormat] as const),
  );
  return new Map(pairs);
}
