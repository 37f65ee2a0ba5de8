// Removing a model or adapter from the terminal, each by its own command.
import { LorekeepError } from '../shared/errors.ts';
import { isNamed } from './names.ts';
import { printJson, printLine, safeLine } from './print.ts';
import { type CommonOptions, withEngine } from './with-engine.ts';

/**
 * @param asked its name; or as it was to be downloaded, which removes what has come of it so far
 * @throws LorekeepError MODEL_UNKNOWN also for what is of the other kind
 */
export function removeNamed(
  asked: string,
  kind: 'model' | 'adapter',
  options: CommonOptions,
): Promise<void> {
  return withEngine(options, async ({ client }) => {
    const { models, adapters } = await client.models.list();
    const all = kind === 'model' ? models : adapters;
    const entry = all.find(({ name }) => isNamed(name, asked));
    if (!entry && /^hf:/i.test(asked)) {
      await client.models.remove({ name: asked });
      if (options.json) return printJson({ removed: asked });
      return printLine(`Removed what had come of ${safeLine(asked)}.`);
    }
    if (!entry) {
      const names = all.map(({ name }) => name).join(', ') || '—';
      throw new LorekeepError('MODEL_UNKNOWN', { name: asked, names });
    }
    const { name, linked } = entry;
    await client.models.remove({ name });
    if (options.json) return printJson({ removed: name });
    printLine(`Removed ${safeLine(name)}.${linked ? ' Its file stays where it is.' : ''}`);
  });
}
