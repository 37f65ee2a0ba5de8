// The options that say how a question is answered: from what, by whom, in which form.
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { type AnswerMode, answerModes, type GivenSettings } from '../shared/contract/answer.ts';
import type { Client } from '../shared/contract/contract.ts';
import { type ScopeOptions, scopeOf } from './scope-options.ts';
import { UsageError } from './usage-error.ts';
import { type WritingOptions, withWritingOptions, writingOf } from './writing-options.ts';

export interface AnswerOptions extends ScopeOptions, WritingOptions {
  assistant?: string;
  mode?: string;
  free?: boolean;
  schema?: string;
  table?: string;
}

/** The part of a question that the options say. */
export interface AskedFor extends GivenSettings {
  assistantId?: string;
  schema?: Record<string, unknown>;
}

export function withAnswerOptions(command: Command): Command {
  return withWritingOptions(command)
    .option('--collection <name>', 'answer from this collection only')
    .option('--folder <path>', 'answer from this folder only')
    .option('--assistant <name>', 'answer as this assistant does (see: lorekeep assistants ls)')
    .option('--mode <mode>', 'documents (the usual one), documents-first or free')
    .option('--free', 'let the model answer without your documents (--mode free)')
    .option('--schema <file>', 'answer as JSON that keeps to this JSON schema (needs a model)')
    .option('--table <columns>', 'answer as a table with these columns, such as "Name,Due date"');
}

/**
 * @throws LorekeepError COLLECTION_UNKNOWN, FOLDER_UNKNOWN; UsageError
 */
export async function askedFor(client: Client, options: AnswerOptions): Promise<AskedFor> {
  const scope = await scopeOf(client, options);
  const mode = modeOf(options);
  const schema = schemaOf(options);
  return {
    writing: writingOf(options),
    ...(Object.keys(scope).length > 0 && { scope }),
    ...(mode && { mode }),
    ...(schema && { schema }),
    ...(options.assistant !== undefined && { assistantId: options.assistant }),
  };
}

/** Undefined: as the assistant has it, or the usual one. */
function modeOf({ free, mode }: AnswerOptions): AnswerMode | undefined {
  if (free) return 'free';
  if (mode === undefined) return undefined;
  const name = mode.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const found = answerModes.find((one) => one === name);
  if (!found) throw new UsageError(`“${mode}” is not documents, documents-first or free.`);
  return found;
}

function schemaOf({ schema, table }: AnswerOptions): Record<string, unknown> | undefined {
  if (schema !== undefined && table !== undefined) {
    throw new UsageError('Give --schema or --table, not both.');
  }
  if (table !== undefined) return tableSchema(table);
  return schema === undefined ? undefined : readSchema(schema);
}

function tableSchema(columns: string): Record<string, unknown> {
  const names = [...new Set(columns.split(',').map((name) => name.trim()))].filter(Boolean);
  if (names.length === 0) throw new UsageError('Give --table at least one column.');
  const properties = Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
  const row = { type: 'object', properties, required: names, additionalProperties: false };
  return { type: 'array', items: row };
}

function readSchema(path: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new UsageError(`“${path}” is no JSON file that can be read.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(`“${path}” holds no JSON schema.`);
  }
  return value as Record<string, unknown>;
}
