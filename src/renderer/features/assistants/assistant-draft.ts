// An assistant as it is being made or changed.
import { answerSettings, type AnswerSettings } from '../../../shared/contract/answer.ts';
import { type Assistant, longestName } from '../../../shared/contract/assistants.ts';

export interface AssistantDraft {
  name: string;
  description: string;
  settings: AnswerSettings;
}

export function newDraft(): AssistantDraft {
  return { name: '', description: '', settings: answerSettings.parse({}) };
}

export function draftOf({ name, description, settings }: Assistant): AssistantDraft {
  return { name, description, settings };
}

/** The draft as it is saved: an example without a word is none. */
export function finished({ name, description, settings }: AssistantDraft): AssistantDraft {
  const { rules } = settings;
  const examples = rules.examples
    .map((one) => ({ question: one.question.trim(), answer: one.answer.trim() }))
    .filter((one) => one.question !== '' || one.answer !== '');
  const tidy = {
    ...rules,
    examples,
    refusal: rules.refusal.trim(),
    disclaimer: rules.disclaimer.trim(),
  };
  return {
    name: name.trim(),
    description: description.trim(),
    settings: { ...settings, rules: tidy },
  };
}

export function isSame(a: AssistantDraft, b: AssistantDraft): boolean {
  return JSON.stringify(sorted(finished(a))) === JSON.stringify(sorted(finished(b)));
}

/** A name for a copy that no other has: “Legal 2”. */
export function copyName(name: string, assistants: readonly Assistant[]): string {
  const taken = new Set(assistants.map((one) => one.name.toLowerCase()));
  // Without the number that a copy has already.
  const start = name.replace(/ \d{1,3}$/, '').slice(0, longestName - 5);
  let free = `${start} 2`;
  for (let n = 3; taken.has(free.toLowerCase()); n++) free = `${start} ${n}`;
  return free;
}

/** With the fields of objects in one order, as they come in several. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(
    fields.map(([name, field]) => [name, sorted(field)] as const).toSorted(byName),
  );
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
