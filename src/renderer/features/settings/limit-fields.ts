// Settings that are numbers: the limits of reading files, and how any of them is typed in its unit.
import type { Settings } from '../../../shared/contract/settings.ts';
import type { TextKey } from '../../app/text.ts';

const MiB = 1024 * 1024;

export type LimitName =
  | 'maxFileBytes'
  | 'maxTextLength'
  | 'parserSeconds'
  | 'parserMemoryBytes'
  | 'parserProcesses'
  | 'rescanHours'
  | 'contextSize'
  | 'modelThreads'
  | 'modelIdleMinutes'
  | 'rerankMs';

export interface LimitField {
  name: LimitName;
  label: TextKey;
  hint: TextKey;
  unit: TextKey;
  /** How much of the setting one unit is. */
  factor: number;
  /** In units, as the schema has them. */
  min: number;
  max: number;
}

export const limitFields: readonly LimitField[] = [
  {
    name: 'maxFileBytes',
    label: 'limit.file',
    hint: 'limit.fileHint',
    unit: 'unit.mb',
    factor: MiB,
    min: 1,
    max: 4096,
  },
  {
    name: 'maxTextLength',
    label: 'limit.text',
    hint: 'limit.textHint',
    unit: 'unit.thousand',
    factor: 1000,
    min: 10,
    max: 200_000,
  },
  {
    name: 'parserSeconds',
    label: 'limit.seconds',
    hint: 'limit.secondsHint',
    unit: 'unit.seconds',
    factor: 1,
    min: 1,
    max: 3600,
  },
  {
    name: 'parserMemoryBytes',
    label: 'limit.memory',
    hint: 'limit.memoryHint',
    unit: 'unit.mb',
    factor: MiB,
    min: 256,
    max: 16_384,
  },
  {
    name: 'parserProcesses',
    label: 'limit.processes',
    hint: 'limit.processesHint',
    unit: 'unit.processes',
    factor: 1,
    min: 0,
    max: 16,
  },
];

export const rescanField: LimitField = {
  name: 'rescanHours',
  label: 'updates.rescan',
  hint: 'updates.rescanHint',
  unit: 'unit.hours',
  factor: 1,
  min: 0,
  max: 168,
};

/** The setting's value in units, as it stands in its field. */
export function toField(field: LimitField, settings: Settings): string {
  return String(Math.round((settings[field.name] / field.factor) * 100) / 100);
}

/** What was typed as the setting's value, or null if it is no whole number in range. */
export function fromField(field: LimitField, typed: string): number | null {
  const text = typed.trim();
  if (!/^\d{1,9}$/.test(text)) return null;
  const value = Number(text);
  return value >= field.min && value <= field.max ? value * field.factor : null;
}
