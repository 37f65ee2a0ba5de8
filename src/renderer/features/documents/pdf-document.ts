// Opens a PDF by pdf.js: bytes by ranges from the host, parsing in a worker, nothing else.
import {
  getDocument,
  GlobalWorkerOptions,
  type PDFDocumentProxy,
} from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { DocumentRef } from '../../../shared/contract/documents.ts';
import { documentUrl } from '../../../shared/document-url.ts';
import { pdfAsset, PdfAssets } from './pdf-assets.ts';

GlobalWorkerOptions.workerSrc = pdfAsset('pdf.worker.min.mjs');

export type Pdf = PDFDocumentProxy;

export interface OpenPdf {
  pdf: Pdf;
  /** Size of the first page at scale 1, as a guess at the others. */
  pageWidth: number;
  pageHeight: number;
  close(): Promise<void>;
}

export async function openPdf(ref: DocumentRef): Promise<OpenPdf> {
  const task = getDocument({
    url: new URL(documentUrl(ref), window.location.href).href,
    BinaryDataFactory: PdfAssets,
    useWorkerFetch: false,
    // Only what is looked at is fetched.
    disableAutoFetch: true,
    disableStream: true,
    disableWorkerRendering: true,
    enableXfa: false,
    maxImageSize: 64 * 1024 * 1024,
  });
  try {
    const pdf = await task.promise;
    const { width, height } = (await pdf.getPage(1)).getViewport({ scale: 1 });
    return { pdf, pageWidth: width, pageHeight: height, close: () => task.destroy() };
  } catch (error) {
    await task.destroy();
    throw error;
  }
}
