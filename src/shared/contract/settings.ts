import { z } from 'zod';
import { call, stream } from './procedure.ts';

const MiB = 1024 * 1024;

/** Languages whose data for reading scans comes with the app (ISO 639-3). */
export const shippedOcrLanguages = ['eng', 'deu', 'fra', 'spa'] as const;

/** Every setting with its range; the defaults are below. */
export const settings = z.object({
  /** Largest file that is read, in bytes. */
  maxFileBytes: z
    .number()
    .int()
    .min(MiB)
    .max(4096 * MiB),
  /** Most characters kept of one document; the rest is cut and the document is `partial`. */
  maxTextLength: z.number().int().min(10_000).max(200_000_000),
  /** Seconds that reading one file may take. */
  parserSeconds: z.number().int().min(1).max(3600),
  /** Memory that one parser process may take, in bytes. */
  parserMemoryBytes: z
    .number()
    .int()
    .min(256 * MiB)
    .max(16_384 * MiB),
  /** Parser processes at once; 0 chooses by the machine. */
  parserProcesses: z.number().int().min(0).max(16),
  /** Whether folders are kept up to date by themselves while the app runs. */
  watchFolders: z.boolean(),
  /** Hours after which a folder is compared with the disk even if no change was noticed; 0: never. */
  rescanHours: z.number().int().min(0).max(168),
  /** Whether reading files and embedding wait until they are resumed. */
  paused: z.boolean(),
  /** Whether indexing takes half of the time off while the machine runs on battery. */
  gentleOnBattery: z.boolean(),
  /** The same while the person works in another program. */
  gentleWhileBusy: z.boolean(),
  /** Whether the letters of scans and pictures are read (OCR), after everything else. */
  ocr: z.boolean(),
  /** Languages of scans, as the data packages are named; the first counts most. */
  ocrLanguages: z
    .array(z.string().regex(/^[a-z]{3}(_[a-z]+)?$/))
    .min(1)
    .max(5),
  /**
   * Names of the models in use; '': sentences quoted, the built-in embedder, no reranker. A chat model
   * or embedder may be a server's: `server:NAME/MODEL` (contract/servers.ts).
   */
  chatModel: z.string().max(300),
  embedder: z.string().max(300),
  reranker: z.string().max(300),
  /** Where models compute. */
  modelBackend: z.enum(['auto', 'cpu', 'cuda', 'vulkan', 'metal']),
  /** Layers that the GPU computes; −1: as many as fit. */
  gpuLayers: z.number().int().min(-1).max(1000),
  /** Most tokens that a chat model sees at once. */
  contextSize: z.number().int().min(512).max(1_048_576),
  flashAttention: z.boolean(),
  /** How the memory of what a model read is stored. */
  kvCache: z.enum(['f16', 'q8_0', 'q4_0']),
  /** Threads that a model computes with; 0: as many as were measured to be fastest. */
  modelThreads: z.number().int().min(0).max(256),
  /** Minutes after which a model that nobody uses is unloaded; 0: never. */
  modelIdleMinutes: z.number().int().min(0).max(1440),
  /** Milliseconds that reranking may take of a search. */
  rerankMs: z.number().int().min(50).max(10_000),
  /** Where models are downloaded from in place of huggingface.co; '' for none. */
  hubMirror: z.string().max(500),
  /** Colours of the app. */
  appearance: z.enum(['system', 'light', 'dark']),
});
export type Settings = z.infer<typeof settings>;

export const defaultSettings: Settings = {
  maxFileBytes: 100 * MiB,
  maxTextLength: 20_000_000,
  parserSeconds: 60,
  parserMemoryBytes: 1024 * MiB,
  parserProcesses: 0,
  watchFolders: true,
  rescanHours: 6,
  paused: false,
  gentleOnBattery: true,
  gentleWhileBusy: true,
  ocr: true,
  ocrLanguages: ['eng'],
  chatModel: '',
  embedder: '',
  reranker: '',
  modelBackend: 'auto',
  gpuLayers: -1,
  contextSize: 8192,
  flashAttention: true,
  kvCache: 'f16',
  modelThreads: 0,
  modelIdleMinutes: 15,
  rerankMs: 400,
  hubMirror: '',
  appearance: 'system',
};

export const settingsContract = {
  get: call(z.void(), settings),
  /** Changes the named settings and answers with all of them. */
  update: call(settings.partial(), settings),
  /** All settings now, then again after each change. */
  watch: stream(z.void(), settings),
};
