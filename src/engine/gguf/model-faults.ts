// What can be wrong with a model's file, as errors: each names the file and says what to do.
import { basename } from 'node:path';
import { LorekeepError, type ErrorParams } from '../../shared/errors.ts';
import { fillText } from '../../shared/texts/format.ts';
import { modelReasons } from '../../shared/texts/model-reasons.ts';

/** @param path of the file; people see its name only */
export function modelFault(
  code: 'MODEL_NOT_GGUF' | 'MODEL_DAMAGED' | 'MODEL_UNSUPPORTED',
  path: string,
  reason: keyof typeof modelReasons,
  params: ErrorParams = {},
): LorekeepError {
  return new LorekeepError(code, {
    file: basename(path),
    reason: fillText(modelReasons[reason], params),
  });
}
