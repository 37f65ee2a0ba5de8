// The numbers among the settings of models, each with its unit and range.
import type { LimitField } from '../settings/limit-fields.ts';

export const contextField: LimitField = {
  name: 'contextSize',
  label: 'computing.context',
  hint: 'computing.contextHint',
  unit: 'unit.tokens',
  factor: 1,
  min: 512,
  max: 1_048_576,
};

export const threadsField: LimitField = {
  name: 'modelThreads',
  label: 'computing.threads',
  hint: 'computing.threadsHint',
  unit: 'unit.threads',
  factor: 1,
  min: 0,
  max: 256,
};

export const idleField: LimitField = {
  name: 'modelIdleMinutes',
  label: 'computing.idle',
  hint: 'computing.idleHint',
  unit: 'unit.minutes',
  factor: 1,
  min: 0,
  max: 1440,
};

export const rerankField: LimitField = {
  name: 'rerankMs',
  label: 'computing.rerank',
  hint: 'computing.rerankHint',
  unit: 'unit.ms',
  factor: 1,
  min: 50,
  max: 10_000,
};
