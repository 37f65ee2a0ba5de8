// A document's bytes with HTTP ranges, the same for app:// and for loopback. (Electron's own
// net.fetch of a file answers 200 with everything, whatever range was asked for.)
// A document is data: it is never sent in a way that lets a browser run it.
import { open, stat, type FileHandle } from 'node:fs/promises';
import type { DocumentLocation } from '../shared/contract/documents.ts';
import { errorSentence } from '../shared/texts/format.ts';
import { parseRange, type ByteRange } from './byte-range.ts';
import { FileStream } from './file-stream.ts';
import { safeDocumentType } from './media-type.ts';
import { textResponse, withoutBody, type HostRequest, type HostResponse } from './response.ts';

/**
 * Answers GET and HEAD for the document at `location` with 200, 206, 304, 404, 405 or 416.
 * Several ranges in one request get the whole document, as RFC 9110 allows.
 */
export async function respondWithDocument(
  request: HostRequest,
  location: DocumentLocation,
): Promise<HostResponse> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return textResponse(405, 'Documents can only be read.', { allow: 'GET, HEAD' });
  }
  let file: FileHandle;
  try {
    file = await openRegular(location.path);
  } catch (error) {
    return refused(error);
  }
  try {
    const response = await describe(request, file, location.mediaType);
    // FileStream owns the file from here on; any other body leaves it to us.
    if (!(response.body instanceof FileStream)) await file.close();
    return request.method === 'HEAD' ? withoutBody(response) : response;
  } catch (error) {
    await file.close();
    return refused(error);
  }
}

/** Opens a file, never a pipe or device: opening one of those can wait for ever. */
async function openRegular(path: string): Promise<FileHandle> {
  const stats = await stat(path);
  if (!stats.isFile()) throw Object.assign(new Error('not a file'), { code: 'ENOENT' });
  return open(path, 'r');
}

async function describe(
  request: HostRequest,
  file: FileHandle,
  mediaType: string,
): Promise<HostResponse> {
  const stats = await file.stat({ bigint: true });
  const size = Number(stats.size);
  const version: Version = {
    tag: `"${stats.size.toString(16)}-${stats.mtimeNs.toString(16)}"`,
    seconds: Math.floor(Number(stats.mtimeMs) / 1000),
  };
  const headers: Record<string, string> = {
    'content-type': safeDocumentType(mediaType),
    'accept-ranges': 'bytes',
    etag: version.tag,
    'last-modified': new Date(version.seconds * 1000).toUTCString(),
    // Private papers have no place in a browser's cache on disk.
    'cache-control': 'private, no-store',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  };
  if (isUnchanged(request, version)) return { status: 304, headers, body: null };
  const range = rangeStillValid(request, version) ? parseRange(request.headers.range, size) : null;
  if (range === 'unsatisfiable') {
    return textResponse(416, 'The document has no such part.', {
      'accept-ranges': 'bytes',
      'content-range': `bytes */${size}`,
    });
  }
  return withBytes(file, headers, size, range);
}

function withBytes(
  file: FileHandle,
  headers: Record<string, string>,
  size: number,
  range: ByteRange | null,
): HostResponse {
  const { start, end } = range ?? { start: 0, end: size - 1 };
  headers['content-length'] = String(end - start + 1);
  if (range) headers['content-range'] = `bytes ${start}-${end}/${size}`;
  return { status: range ? 206 : 200, headers, body: new FileStream(file, { start, end }) };
}

interface Version {
  tag: string;
  /** Seconds since 1970: as fine as HTTP dates get. */
  seconds: number;
}

function isUnchanged({ headers }: HostRequest, version: Version): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined) {
    return tags
      .split(',')
      .some((tag) => ['*', version.tag].includes(tag.trim().replace(/^W\//, '')));
  }
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return Number.isFinite(since) && version.seconds * 1000 <= since;
}

/** If-Range: parts of two versions of a file must never be put together. */
function rangeStillValid({ headers }: HostRequest, version: Version): boolean {
  const condition = headers['if-range'];
  if (condition === undefined || condition === version.tag) return true;
  return Date.parse(condition) === version.seconds * 1000;
}

function refused(error: unknown): HostResponse {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return textResponse(404, 'The document is not where it was. Update its folder.');
  }
  return textResponse(
    code === 'EACCES' || code === 'EPERM' ? 403 : 500,
    errorSentence('FILE_UNREADABLE', { reason: code ?? message }),
  );
}
