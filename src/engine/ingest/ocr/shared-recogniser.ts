// A parser process keeps its recogniser: starting one costs as much as reading a page.
import { createRecogniser, type OcrOptions, type Recognise } from './recogniser.ts';

let shared: { key: string; recognise: Recognise; close(): Promise<void> } | null = null;

/** The recogniser for these languages; another one is let go. */
export async function recogniserFor(options: OcrOptions): Promise<Recognise> {
  const key = options.languages.join('+');
  if (shared?.key !== key) {
    await shared?.close();
    shared = { key, ...createRecogniser(options) };
  }
  return shared.recognise;
}
