// What a PDF says beside its pages' own text: filled-in form fields, notes and text boxes.
import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** What is read of pdf.js's annotations, whose types say `any`. */
interface Annotation {
  subtype?: string;
  hidden?: boolean;
  fieldType?: string;
  fieldValue?: unknown;
  alternativeText?: string;
  password?: boolean;
  contentsObj?: { str?: string };
}

/** A longer note is a document of its own; it is cut. */
const longest = 20_000;

/** The words of a page's fields and notes, in their order, each once. */
export async function notesOf(page: PDFPageProxy): Promise<string[]> {
  const annotations = (await page.getAnnotations()) as Annotation[];
  const words = annotations
    .filter(({ hidden }) => !hidden)
    .map((one) => (one.subtype === 'Widget' ? fieldWords(one) : noteWords(one)))
    .map((text) => text.replace(/\s+/g, ' ').trim().slice(0, longest));
  return [...new Set(words)].filter((text) => text !== '');
}

function fieldWords({ fieldType, fieldValue, alternativeText, password }: Annotation): string {
  // A button's value is a name of the form's maker; a password is nobody's to find.
  if (fieldType === 'Btn' || password) return '';
  const value = Array.isArray(fieldValue) ? fieldValue.join(', ') : fieldValue;
  if (typeof value !== 'string' || value.trim() === '') return '';
  return alternativeText ? `${alternativeText}: ${value}` : value;
}

/** A pop-up only repeats what the note says that it belongs to. */
function noteWords({ subtype, contentsObj }: Annotation): string {
  return subtype === 'Popup' || subtype === 'Link' ? '' : (contentsObj?.str ?? '');
}
