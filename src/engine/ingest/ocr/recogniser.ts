// Reads the text of pictures, on this machine, by Tesseract (LSTM models, WebAssembly). Its data
// comes with packages that ship with the app; nothing is fetched.
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorker, type Worker } from 'tesseract.js';
import { LorekeepError } from '../../../shared/errors.ts';

export interface OcrOptions {
  /** ISO 639-3 codes as the data packages are named, such as `eng`; the first counts most. */
  languages: string[];
  /** Holds a folder for each language. */
  dataFolder: string;
}

export interface RecognisedPage {
  paragraphs: string[];
  /** How sure the reading is, 0 to 100; 0 if nothing was read. */
  confidence: number;
}

/** @param picture a PNG or JPEG */
export type Recognise = (picture: Uint8Array) => Promise<RecognisedPage>;

export interface Recogniser {
  recognise: Recognise;
  close(): Promise<void>;
}

/** Less sure than this is what a drawing looks like to somebody who expects letters. */
const leastConfidence = 45;

/** Starts when it is first used; one after the other, pictures are read by one worker. */
export function createRecogniser({ languages, dataFolder }: OcrOptions): Recogniser {
  let worker: Promise<Worker> | null = null;

  async function start(): Promise<Worker> {
    // Tesseract wants the data of all its languages in one folder, until it has read them.
    const folder = mkdtempSync(join(tmpdir(), 'lorekeep-ocr-'));
    try {
      for (const language of languages) {
        const file = dataFile(dataFolder, language);
        if (!existsSync(file)) throw new LorekeepError('OCR_LANGUAGE_MISSING', { language });
        copyFileSync(file, join(folder, `${language}.traineddata.gz`));
      }
      const lstmOnly = 1;
      return await createWorker(languages, lstmOnly, { langPath: folder, cacheMethod: 'none' });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  return {
    async recognise(picture) {
      worker ??= start();
      const { recognize } = await worker;
      const { data } = await recognize(Buffer.from(picture), {}, { text: true, blocks: true });
      const paragraphs = (data.blocks ?? [])
        .flatMap((block) => block.paragraphs)
        .filter(({ confidence }) => confidence >= leastConfidence)
        .map(({ text }) =>
          text
            .replace(/-\n(?=\p{Ll})/gu, '')
            .replace(/\s+/g, ' ')
            .trim(),
        )
        .filter((text) => /[\p{L}\p{N}]/u.test(text));
      return { paragraphs, confidence: paragraphs.length > 0 ? data.confidence : 0 };
    },
    async close() {
      const started = await worker?.catch(() => null);
      await started?.terminate();
    },
  };
}

function dataFile(dataFolder: string, language: string): string {
  return join(dataFolder, language, '4.0.0_best_int', `${language}.traineddata.gz`);
}
