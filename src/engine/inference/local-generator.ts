// A model of this machine as a generator.
import type { Generator } from '../generator.ts';
import type { Inference } from './inference.ts';
import type { LoadRequest } from './protocol.ts';

/** @param request how to load it; asked each time, as settings change */
export function localGenerator(inference: Inference, request: LoadRequest): Generator {
  return {
    name: request.name,
    async contextSize(signal) {
      const { contextSize } = await inference.load(request, signal);
      return contextSize;
    },
    countTokens: (messages, signal) => inference.countTokens(request, messages, signal),
    write: (what, signal) => inference.generate(request, what, signal),
  };
}
