// Draws a page of a PDF as a picture, for reading its letters.
import { createCanvas } from '@napi-rs/canvas';
import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** Tesseract reads best where letters are some 30 dots high: 220 dots an inch for usual print. */
const dotsPerInch = 220;
/** A larger page is drawn smaller: memory is bounded whatever a file says of its size. */
const mostPixels = 16_000_000;

/** @returns a PNG */
export async function renderPage(page: PDFPageProxy): Promise<Uint8Array> {
  const { width, height } = page.getViewport({ scale: 1 });
  const scale = Math.min(dotsPerInch / 72, Math.sqrt(mostPixels / (width * height)));
  const viewport = page.getViewport({ scale });
  const canvas = createCanvas(
    Math.max(1, Math.ceil(viewport.width)),
    Math.max(1, Math.ceil(viewport.height)),
  );
  // pdf.js types the browser's canvas; in Node it draws on this one.
  await page.render({ canvas: canvas as never, viewport }).promise;
  return canvas.toBuffer('image/png');
}
