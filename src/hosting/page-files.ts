// The files of the built page. Only what lies in its folder is ever read, and a path that names
// no file is a place inside the app: it gets the start page.
import { readFile } from 'node:fs/promises';
import { join, normalize, sep } from 'node:path';
import { pageMediaType } from './media-type.ts';
import { textResponse, withoutBody, type HostRequest, type HostResponse } from './response.ts';

/** The bundler puts a hash of the content into the names of what lies here. */
const hashedFolder = '/assets/';

/** Answers GET and HEAD for a file of the page in `folder`. */
export async function respondWithPageFile(
  request: HostRequest,
  folder: string,
): Promise<HostResponse> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return textResponse(405, 'This address can only be read.', { allow: 'GET, HEAD' });
  }
  const name = pageFileName(request.pathname);
  const response = name === null ? notFound() : await readPageFile(folder, name);
  return request.method === 'HEAD' ? withoutBody(response) : response;
}

/** Path of the file a URL means, relative to the page's folder; null for what can be none. */
function pageFileName(pathname: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (!decoded.startsWith('/') || /[\0\\:]/.test(decoded)) return null;
  if (decoded.split('/').some((part) => part === '..' || part === '.')) return null;
  const isPlace = !decoded.slice(decoded.lastIndexOf('/')).includes('.');
  return isPlace && !decoded.startsWith(hashedFolder) ? '/index.html' : decoded;
}

async function readPageFile(folder: string, name: string): Promise<HostResponse> {
  const root = normalize(folder + sep);
  const path = join(root, name);
  if (!path.startsWith(root)) return notFound();
  let body: Uint8Array;
  try {
    body = await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const missing = code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
    if (missing && name === '/index.html') {
      return textResponse(500, 'The app’s page is not built. Run “npm run build” first.');
    }
    return missing ? notFound() : textResponse(500, `The page could not be read (${code}).`);
  }
  return {
    status: 200,
    headers: {
      'content-type': pageMediaType(name),
      'content-length': String(body.length),
      'cache-control': name.startsWith(hashedFolder)
        ? 'public, max-age=31536000, immutable'
        : 'no-cache',
    },
    body,
  };
}

function notFound(): HostResponse {
  return textResponse(404, 'There is nothing at this address.');
}
