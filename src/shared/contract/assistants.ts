import { z } from 'zod';
import { answerSettings } from './answer.ts';
import { call } from './procedure.ts';

export const longestName = 120;
/** Of an assistant's file, in UTF-16 units. */
export const longestFile = 400_000;

/** A way of answering that can be chosen again: scope, model, rules, prompt and examples. */
export const assistant = z.object({
  id: z.string(),
  name: z
    .string()
    .trim()
    .regex(/[^\s\p{Cc}\p{Cf}]/u)
    .max(longestName),
  description: z.string().trim().max(600),
  /** Comes along with the app; changing it makes a copy. */
  builtIn: z.boolean(),
  settings: answerSettings,
});
export type Assistant = z.infer<typeof assistant>;

const draft = assistant.omit({ id: true, builtIn: true });

export const assistantsContract = {
  /** Those of the person first, by name. No two have the same name. */
  list: call(z.void(), z.array(assistant)),
  get: call(z.object({ id: z.string() }), assistant),
  /** Without an id, or with that of a built-in one, a new one. */
  save: call(draft.extend({ id: z.string().optional() }), assistant),
  remove: call(z.object({ id: z.string() }), z.void()),
  /** As a file's text. What only this machine knows is left out: folders, collections, servers. */
  export: call(z.object({ id: z.string() }), z.object({ name: z.string(), text: z.string() })),
  /** From a file's text; always a new one. */
  import: call(z.object({ text: z.string().max(longestFile) }), assistant),
};
