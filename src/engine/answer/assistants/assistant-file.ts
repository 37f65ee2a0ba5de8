// An assistant as a file, for other people and other machines: what it says is kept, what only this
// machine knows is not.
import { z } from 'zod';
import type { AnswerSettings, Writing } from '../../../shared/contract/answer.ts';
import { assistant, type Assistant } from '../../../shared/contract/assistants.ts';
import { isServerModel } from '../../../shared/contract/servers.ts';
import { LorekeepError } from '../../../shared/errors.ts';

type Draft = Omit<Assistant, 'id' | 'builtIn'>;

/** A file's first words, so that another program's JSON is not taken for an assistant. */
const fileKind = 'lorekeep-assistant';
const fileVersion = 1;

const head = z.object({ kind: z.literal(fileKind), version: z.number() });
const body = z.object({ assistant: assistant.omit({ id: true, builtIn: true }) });

export function writeAssistant({ name, description, settings }: Draft): string {
  const shared = { name, description, settings: unbound(settings) };
  const file = { kind: fileKind, version: fileVersion, assistant: shared };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** @throws LorekeepError ASSISTANT_INVALID */
export function readAssistant(text: string): Draft {
  const file = parsed(text);
  const begun = head.safeParse(file);
  if (!begun.success) throw invalid('It is a file of another kind.');
  if (begun.data.version > fileVersion) {
    throw invalid('It was saved by a newer version of Lorekeep.');
  }
  const read = body.safeParse(file);
  if (!read.success) {
    const { path, message } = read.error.issues[0]!;
    throw invalid(`${path.join('.')}: ${message}.`);
  }
  const { name, description, settings } = read.data.assistant;
  return { name, description, settings: unbound(settings) };
}

/**
 * Folders and collections are those of one machine, and so are servers. A file from elsewhere must
 * not choose one either: text would leave the machine by its choice.
 */
function unbound(settings: AnswerSettings): AnswerSettings {
  return { ...settings, scope: {}, writing: local(settings.writing) };
}

function local({ model, adapters, ...numbers }: Writing): Writing {
  if (model !== undefined && isServerModel(model)) return numbers;
  return { ...numbers, ...(model !== undefined && { model }), ...(adapters && { adapters }) };
}

function parsed(text: string): unknown {
  try {
    // Some editors put a mark before the text.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw invalid('It is no JSON, or not all of it.');
  }
}

function invalid(reason: string): LorekeepError {
  return new LorekeepError('ASSISTANT_INVALID', { reason });
}
