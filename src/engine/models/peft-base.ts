// Finds the model that a PEFT adapter belongs to among the installed ones, by trying to convert it:
// all is checked before anything is written. How the numbers are laid out depends on the model's kind
// and its heads, so that where models of several kinds would do the person has to say which.
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LorekeepError } from '../../shared/errors.ts';
import { adapterReasons } from '../../shared/texts/adapter-reasons.ts';
import { fillText } from '../../shared/texts/format.ts';
import type { ModelFileRow } from '../store/library/model-files.ts';
import { openModelFile } from './model-file.ts';
import { type BaseFacts, baseFacts } from './peft/base-facts.ts';
import { convertPeft } from './peft/convert-peft.ts';
import { parsePeftConfig } from './peft/peft-config.ts';

interface Candidate {
  row: ModelFileRow;
  facts: BaseFacts;
}

/**
 * Converts the adapter in a folder for the one model, or the models of one kind, that it fits.
 *
 * @param target where the GGUF adapter is put; nothing is left there if this fails
 * @throws LorekeepError ADAPTER_BASE_UNCLEAR, what `convertPeft` throws; the signal's reason
 */
export async function convertForBase(
  folder: string,
  rows: readonly ModelFileRow[],
  target: string,
  signal: AbortSignal,
): Promise<Candidate> {
  await mkdir(dirname(target), { recursive: true });
  const candidates = await readable(rows, signal);
  if (candidates.length === 0) throw unclear('noBase', { base: await trainedOn(folder) });
  const fitting: (Candidate & { part: string })[] = [];
  let misfit: LorekeepError | null = null;
  try {
    for (const [i, candidate] of candidates.entries()) {
      if (fitting.some((one) => layoutOf(one) === layoutOf(candidate))) continue;
      const part = `${target}.${i}.part`;
      try {
        await convertPeft(folder, candidate.facts, part, signal);
        fitting.push({ ...candidate, part });
      } catch (error) {
        if (!isMisfit(error)) throw error;
        // What is wrong with a model that it nearly fits tells most.
        if (misfit?.code !== 'ADAPTER_MISMATCH') misfit = error;
      }
    }
    const [only, other] = fitting;
    if (!only) throw misfit!;
    if (other)
      throw unclear('severalFit', { names: fitting.map(({ row }) => row.name).join(', ') });
    await rename(only.part, target);
    return only;
  } finally {
    await Promise.all(fitting.map(({ part }) => rm(part, { force: true })));
  }
}

/** What the adapter's own record calls its model. @throws LorekeepError ADAPTER_UNREADABLE */
async function trainedOn(folder: string): Promise<string> {
  const path = join(folder, 'adapter_config.json');
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const reason = adapterReasons.noConfig;
    throw new LorekeepError('ADAPTER_UNREADABLE', { path: folder, reason }, error);
  });
  return parsePeftConfig(text, path).baseName ?? adapterReasons.otherModel;
}

async function readable(rows: readonly ModelFileRow[], signal: AbortSignal): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for (const row of rows) {
    try {
      const { headers } = await openModelFile(row.path, signal);
      candidates.push({ row, facts: baseFacts(headers) });
    } catch (error) {
      // One that is gone is no candidate, unless it is the one that was named.
      if (rows.length === 1 || signal.aborted) throw error;
    }
  }
  return candidates;
}

/** Two models with the same are given the same numbers in the same order. */
function layoutOf({ facts: { architecture, heads, keyHeads } }: Candidate): string {
  return JSON.stringify([architecture, heads, keyHeads]);
}

function isMisfit(error: unknown): error is LorekeepError {
  return (
    error instanceof LorekeepError &&
    (error.code === 'ADAPTER_MISMATCH' || error.code === 'ADAPTER_NOT_CONVERTIBLE')
  );
}

function unclear(reason: 'severalFit' | 'noBase', params: Record<string, string>): LorekeepError {
  return new LorekeepError('ADAPTER_BASE_UNCLEAR', {
    reason: fillText(adapterReasons[reason], params),
  });
}
