// Breaks files the way disks, transfers and forgers do, the same way on every run.
import { expect } from 'vitest';
import type { DocumentFormat } from '../../src/shared/contract/documents.ts';
import { LorekeepError } from '../../src/shared/errors.ts';
import { read } from './extracting.ts';
import { seeded } from './random.ts';

/** Reads a file cut off at many places and with bytes changed: each gives a document or a `FILE_…` error. */
export async function survivesDamage(format: DocumentFormat, bytes: Uint8Array): Promise<void> {
  const random = seeded(bytes.length);
  for (let round = 0; round < 60; round++) {
    const broken = Uint8Array.from(
      bytes.subarray(0, round % 3 === 0 ? random.int(bytes.length) : bytes.length),
    );
    for (let i = 0; i < round % 8; i++) {
      broken[random.int(Math.max(1, broken.length))] = random.int(256);
    }
    const started = performance.now();
    const outcome: unknown = await read(format, broken).catch((error: unknown) => error);
    if (outcome instanceof LorekeepError) expect(outcome.code).toMatch(/^FILE_/);
    else if (outcome instanceof Error) throw outcome;
    expect(performance.now() - started).toBeLessThan(5000);
  }
}

/** The code of the error that reading ends in, or 'read'. */
export async function outcomeOf(format: DocumentFormat, bytes: Uint8Array): Promise<unknown> {
  return read(format, bytes).then(
    () => 'read',
    (error: { code?: string }) => error.code ?? error,
  );
}
