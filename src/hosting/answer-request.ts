// Everything a host serves besides the contract: documents and the page.
import type { DocumentLocation, DocumentRef } from '../shared/contract/documents.ts';
import { parseDocumentUrl } from '../shared/document-url.ts';
import { flattenError, type ErrorCode } from '../shared/errors.ts';
import { errorSentence } from '../shared/texts/format.ts';
import { respondWithDocument } from './document-response.ts';
import { respondWithPageFile } from './page-files.ts';
import { textResponse, type HostRequest, type HostResponse } from './response.ts';
import { securityHeaders } from './security-headers.ts';

export interface Served {
  /** Where a document is; the engine knows. */
  locate(ref: DocumentRef): Promise<DocumentLocation>;
  /** Folder of the built page. */
  pageFolder: string;
}

const statusOf: Partial<Record<ErrorCode, number>> = {
  DOCUMENT_UNKNOWN: 404,
  FOLDER_UNKNOWN: 404,
  FOLDER_OFFLINE: 404,
  REQUEST_INVALID: 400,
  ENGINE_STOPPED: 503,
  ENGINE_UNREACHABLE: 503,
};

/** Answers a request of somebody who was let in already. Never rejects. */
export async function answerRequest(request: HostRequest, served: Served): Promise<HostResponse> {
  let response: HostResponse;
  try {
    response = await route(request, served);
  } catch (error) {
    const { code, params } = flattenError(error);
    response = textResponse(statusOf[code] ?? 500, errorSentence(code, params));
  }
  response.headers = { ...securityHeaders, ...response.headers };
  return response;
}

async function route(request: HostRequest, served: Served): Promise<HostResponse> {
  const ref = parseDocumentUrl(request.pathname);
  if (!ref) return respondWithPageFile(request, served.pageFolder);
  return respondWithDocument(request, await served.locate(ref));
}
