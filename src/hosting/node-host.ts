// The host port for a plain Node process (terminal, loopback server, tests). The same code runs
// from the TypeScript sources and from the bundle: entries are found by where this file is.
import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type {
  Host,
  HostProcess,
  ProcessEntry,
  ProcessExit,
  ResourceFolder,
  StartOptions,
  ThreadEntry,
} from '../engine/host.ts';

/** Where each entry is in the sources. In the bundle it is `<name>.js` beside this code. */
const sources: Record<ProcessEntry | ThreadEntry, string> = {
  parser: 'engine/ingest/parser.entry.ts',
  watcher: 'engine/ingest/watcher.entry.ts',
  inference: 'engine/inference/inference.entry.ts',
  scanner: 'engine/ingest/scanner.thread.ts',
  'index-writer': 'engine/store/index-writer.thread.ts',
  searcher: 'engine/retrieve/searcher.thread.ts',
  'scan-helper': 'engine/retrieve/semantic/scan-helper.thread.ts',
  embedder: 'engine/embed/embedder.thread.ts',
};

/** Bytes of a child's stderr that are kept for the log. */
const keptStderr = 8192;

/** Absolute path of an entry's module. */
export function entryPath(entry: ProcessEntry | ThreadEntry): string {
  const here = import.meta.dirname;
  const bundled = !import.meta.filename.endsWith('.ts');
  return bundled ? join(here, `${entry}.js`) : join(here, '..', sources[entry]);
}

/** Absolute path of a shipped folder. */
export function shippedFolder(folder: ResourceFolder): string {
  if (folder === 'ocr') return ocrFolder();
  if (folder === 'pdfjs') return pdfjsFolder();
  // As deep below the root in the bundle as in the sources.
  return join(import.meta.dirname, '../../resources', folder);
}

/** The folder of pdfjs-dist: its character maps, fonts and decoders. */
function pdfjsFolder(): string {
  return packageFolder('pdfjs-dist');
}

/** The folder that holds the data of each language for reading scans. */
function ocrFolder(): string {
  return dirname(packageFolder('@tesseract.js-data/eng'));
}

function packageFolder(name: string): string {
  return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
}

/** The key for servers with models, from the environment; null if it has none. */
export function givenServerKey(): string | null {
  return process.env['LOREKEEP_SERVER_KEY']?.trim() || null;
}

export function createNodeHost(): Host {
  return {
    startProcess,
    threadUrl: (entry) => pathToFileURL(entryPath(entry)),
    resourcePath: shippedFolder,
    // A terminal has no keychain of its own; what needs one says so.
    secrets: null,
    serverKey: givenServerKey(),
    onBattery: () => Promise.resolve(false),
    busyElsewhere: () => Promise.resolve(false),
  };
}

function startProcess(entry: ProcessEntry, { heapMiB, env }: StartOptions): HostProcess {
  const child = fork(entryPath(entry), [], {
    serialization: 'advanced',
    execArgv: [`--max-old-space-size=${heapMiB}`],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const stderr = collectStderr(child);
  return {
    post(message) {
      // A process that died takes no message; its exit tells whoever waits.
      if (child.connected) child.send(message as object, () => {});
    },
    onMessage: (listener) => child.on('message', listener),
    onExit(listener: (exit: ProcessExit) => void) {
      child.once('close', (code) => listener({ code, stderr: stderr() }));
      child.once('error', (error) => listener({ code: null, stderr: error.message }));
    },
    kill: () => child.kill('SIGKILL'),
  };
}

function collectStderr(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (part: string) => {
    text = (text + part).slice(-keptStderr);
  });
  return () => text;
}
