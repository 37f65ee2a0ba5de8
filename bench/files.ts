// Real files of every kind: what becomes of each, how long it takes, and for PDFs whether there is
// text wherever another reader finds some.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { extract } from '../src/engine/ingest/extract/extract.ts';
import { sniffFormat } from '../src/engine/ingest/extract/sniff/sniff.ts';
import type { DocumentFormat } from '../src/shared/contract/documents.ts';
import type { LibraryStatus } from '../src/shared/contract/library.ts';
import { isErrorCode } from '../src/shared/errors.ts';
import { lorekeep } from './measure.ts';
import { figure, heading, skipped, verdict } from './report.ts';

const pdfjsFolder = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));

interface Outcome {
  name: string;
  format: DocumentFormat | 'unsupported';
  /** Characters that are not white space. */
  letters: number;
  pages: number;
  ms: number;
  code: string | null;
}

export async function benchFiles(corpora: string): Promise<void> {
  const folder = join(corpora, 'files');
  await benchIndexing(folder);
  const outcomes: Outcome[] = [];
  for (const name of readdirSync(folder).toSorted()) outcomes.push(await outcomeOf(folder, name));
  printFormats(outcomes);
  printWithoutText(outcomes);
  comparePdfs(folder, outcomes);
}

async function benchIndexing(folder: string): Promise<void> {
  heading('Indexing files of every kind (whole command)');
  const dataDir = mkdtempSync(join(tmpdir(), 'lorekeep-bench-'));
  try {
    const run = await lorekeep('index', folder, '--data', dataDir, '--json');
    const { stdout } = await lorekeep('status', '--data', dataDir, '--json');
    const { documents } = JSON.parse(stdout) as LibraryStatus;
    figure('files', (JSON.parse(run.stdout) as { scanned: number }).scanned, '');
    figure('time', run.seconds, 's', 240);
    figure('peak memory of all processes', run.peakMB, 'MB', 1000);
    figure('files without a final state', documents.queued, '', 0);
    figure('files that end their parser', documents.quarantined, '', 0);
    const states = Object.entries(documents).filter(([, count]) => count > 0);
    console.log(`  ${states.map(([state, count]) => `${state} ${count}`).join(', ')}`);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function outcomeOf(folder: string, name: string): Promise<Outcome> {
  const bytes = readFileSync(join(folder, name));
  const format = sniffFormat(bytes, name);
  const nothing = { name, letters: 0, pages: 0, ms: 0, code: null };
  if (!format) return { ...nothing, format: 'unsupported' };
  const started = performance.now();
  try {
    const { text, pages } = await extract(format, {
      bytes,
      maxTextLength: 20_000_000,
      pdfjsFolder,
    });
    const ms = performance.now() - started;
    const letters = text.replace(/\s+/g, '').length;
    return { ...nothing, format, letters, pages: pages?.length ?? 0, ms };
  } catch (error) {
    const { code } = error as { code?: unknown };
    // Whatever is no coded error is a bug.
    if (!isErrorCode(code)) throw error;
    return { ...nothing, format, code, ms: performance.now() - started };
  }
}

function printFormats(outcomes: readonly Outcome[]): void {
  heading('Formats: files, with text, pages, median milliseconds to read one');
  const groups = Map.groupBy(outcomes, ({ format }) => format);
  for (const [format, group] of [...groups].toSorted((a, b) => b[1].length - a[1].length)) {
    const texts = group.filter(({ letters }) => letters > 0).length;
    const pages = group.reduce((sum, one) => sum + one.pages, 0);
    const times = group.map(({ ms }) => ms).toSorted((a, b) => a - b);
    const median = times[times.length >> 1]!.toFixed(1);
    const cells = [group.length, texts, pages || '–', median].map((cell) =>
      String(cell).padStart(8),
    );
    console.log(`  ${format.padEnd(12)}${cells.join('')}`);
  }
}

function printWithoutText(outcomes: readonly Outcome[]): void {
  heading('Files without text, other than PDFs');
  for (const { name, format, letters, code } of outcomes) {
    if (letters === 0 && format !== 'pdf') {
      console.log(`  ${name}: ${format} ${code ?? 'holds none'}`);
    }
  }
}

/** Letters that another reader must find before we are held to finding some. */
const enough = 20;

/** Poppler's `pdftotext`, where it is installed. */
function comparePdfs(folder: string, outcomes: readonly Outcome[]): void {
  if (spawnSync('pdftotext', ['-v']).error) {
    skipped('PDFs beside pdftotext', 'poppler is not installed');
    return;
  }
  const missed = outcomes.filter(({ name, format, letters }) => {
    if (format !== 'pdf' || letters > 0) return false;
    const { stdout } = spawnSync('pdftotext', [join(folder, name), '-'], { encoding: 'utf8' });
    return stdout.replace(/\s+/g, '').length >= enough;
  });
  heading('PDFs in which pdftotext finds text and we find none');
  console.log(`  ${missed.length}  (at most 0) ${verdict(missed.length === 0)}`);
  for (const { name } of missed) console.log(`  ${name}`);
}
