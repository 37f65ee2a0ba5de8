// Tells mails, mailboxes, saved web pages and books from what they are wrapped in: text, OLE
// files, archives.
import { OleFile } from '../containers/ole.ts';

/** Header fields of mails. */
const fields =
  /^(?:from|to|cc|subject|date|sender|reply-to|message-id|received|return-path|delivered-to|mime-version|content-type|content-transfer-encoding|in-reply-to|references|dkim-signature|authentication-results|x-[\w-]+|list-[\w-]+|arc-[\w-]+)$/;
/** Those of them that hardly any other text begins its lines with. */
const telling =
  /^(?:message-id|received|return-path|delivered-to|mime-version|dkim-signature|x-mailer|in-reply-to)$/;

/**
 * The format of a text that begins like a mail, or null.
 *
 * @param head the first bytes, one character a byte
 * @param isText true where the name says that the file is some other kind of text
 */
export function sniffMail(
  head: string,
  extension: string,
  isText: boolean,
): 'eml' | 'mbox' | 'mhtml' | null {
  const start = head.replace(/^(?:\xef\xbb\xbf)?\s*/, '');
  const inMailbox = start.startsWith('From ') && isEnvelope(start);
  if (inMailbox && extension !== 'eml') {
    return isText && !hasMailHeaders(headersOf(afterLine(start))) ? null : 'mbox';
  }
  const headers = headersOf(inMailbox ? afterLine(start) : start);
  const page = extension === 'mht' || extension === 'mhtml';
  const names = headers.map(([name]) => name);
  if (page && names.includes('content-type')) return 'mhtml';
  if (!hasMailHeaders(headers)) {
    return extension === 'eml' && names.some((name) => fields.test(name)) ? 'eml' : null;
  }
  const saved = names.includes('snapshot-content-location') || /^from: <?saved by /im.test(start);
  return saved || page ? 'mhtml' : 'eml';
}

/** True for a mailbox's line before a message: who sent it, and a date with time and year. */
export function isEnvelope(line: string): boolean {
  return /^From \S.*?\b\d{1,2}:\d{2}(?::\d{2})?\b.*\b\d{4}\b/.test(line.split('\n', 1)[0] ?? '');
}

function hasMailHeaders(headers: readonly (readonly [string, string])[]): boolean {
  const names = new Set(headers.map(([name]) => name));
  const known = [...names].filter((name) => fields.test(name));
  const mail = (names.has('from') || names.has('subject')) && known.some((n) => telling.test(n));
  return known.length >= 3 && mail;
}

/** The header lines at the start of a text, names in lower case; none if it begins otherwise. */
function headersOf(text: string): [string, string][] {
  const headers: [string, string][] = [];
  for (const line of text.split(/\r?\n/)) {
    const header = /^([A-Za-z][\w-]*):(.*)$/.exec(line);
    if (header) headers.push([header[1]!.toLowerCase(), header[2]!]);
    else if (line === '' || !/^[ \t]/.test(line) || headers.length === 0) break;
  }
  return headers;
}

function afterLine(text: string): string {
  return text.slice(text.indexOf('\n') + 1);
}

/** True for an OLE file that holds an Outlook item (MS-OXMSG 2.4). */
export function isOutlookItem(bytes: Uint8Array): boolean {
  try {
    return new OleFile(bytes).find('__properties_version1.0')?.isStream ?? false;
  } catch {
    return false;
  }
}

/** True for an archive that says it is a book. */
export function isBook(names: readonly string[]): boolean {
  return names.includes('META-INF/container.xml') && names.some((name) => /\.opf$/i.test(name));
}

/** Programs and documents of programs that are archives, too: their parts are not for reading. */
const packageNames =
  /^(?:jar|war|ear|apk|aab|ipa|xpi|crx|whl|egg|vsix|nupkg|pages|numbers|key|sketch|fig|kra|3mf)$/;
const packageMarks =
  /^(?:mimetype|\[content_types\]\.xml|meta-inf\/manifest\.(?:mf|xml)|androidmanifest\.xml)$/i;

/** True for an archive that somebody packed, not one that is some program's own format. */
export function isArchive(names: readonly string[], extension: string): boolean {
  return !packageNames.test(extension) && !names.some((name) => packageMarks.test(name));
}
