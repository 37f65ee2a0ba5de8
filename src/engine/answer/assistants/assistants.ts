// Assistants: ways of answering that were saved, those that come along and the person's own.
import { randomUUID } from 'node:crypto';
import {
  answerSettings,
  type AnswerSettings,
  type GivenSettings,
  withGiven,
  type Writing,
} from '../../../shared/contract/answer.ts';
import { type Assistant, longestName } from '../../../shared/contract/assistants.ts';
import type { EngineHandlers } from '../../../shared/contract/contract.ts';
import { LorekeepError } from '../../../shared/errors.ts';
import type { AssistantRow } from '../../store/library/assistants.ts';
import type { LibraryStore } from '../../store/library/library-store.ts';
import { fileName } from '../file-name.ts';
import { readAssistant, writeAssistant } from './assistant-file.ts';
import { builtInAssistants } from './built-in.ts';

type Draft = Omit<Assistant, 'id' | 'builtIn'>;

const byName = new Intl.Collator(undefined, { numeric: true });

export function createAssistants({ assistants }: Pick<LibraryStore, 'assistants'>) {
  /** @throws LorekeepError ASSISTANT_UNKNOWN */
  function get(id: string): Assistant {
    const own = assistants.find(id);
    const found = own ? assistantOf(own) : builtInAssistants.find((one) => one.id === id);
    if (!found) throw new LorekeepError('ASSISTANT_UNKNOWN', { name: id });
    return found;
  }

  function list(): Assistant[] {
    const own = assistants.list().map(assistantOf);
    return [...own.toSorted((a, b) => byName.compare(a.name, b.name)), ...builtInAssistants];
  }

  function named(name: string): Assistant | undefined {
    const wanted = folded(name);
    return list().find((one) => folded(one.name) === wanted);
  }

  /** @throws LorekeepError ASSISTANT_NAME_TAKEN */
  function save(id: string, { name: typed, description, settings }: Draft): Assistant {
    const name = tidy(typed);
    const taken = named(name);
    if (taken && taken.id !== id) throw new LorekeepError('ASSISTANT_NAME_TAKEN', { name });
    assistants.save({ id, name, description: description.trim(), settings });
    return get(id);
  }

  /** A new one, whose name gets a number if it is taken: “HR policy 2”. */
  function add(draft: Draft): Assistant {
    const name = tidy(draft.name);
    let free = name;
    for (let n = 2; named(free); n++) free = `${beginning(name)} ${n}`;
    return save(randomUUID(), { ...draft, name: free });
  }

  const handlers: EngineHandlers['assistants'] = {
    list: () => list(),
    get: ({ id }) => get(id),
    save({ id, ...draft }) {
      if (id !== undefined && assistants.find(id)) return save(id, draft);
      const origin = builtInAssistants.find((one) => one.id === id);
      const isNamesake = origin && folded(origin.name) === folded(draft.name);
      return isNamesake ? add(draft) : save(randomUUID(), draft);
    },
    remove({ id }) {
      if (!assistants.find(id)) throw new LorekeepError('ASSISTANT_UNKNOWN', { name: id });
      assistants.remove(id);
    },
    export({ id }) {
      const found = get(id);
      return { name: `${fileName(found.name, 'assistant')}.json`, text: writeAssistant(found) };
    },
    import: ({ text }) => add(readAssistant(text)),
  };

  return {
    handlers,
    /** What was left out of settings is filled in, from an assistant where one is named. */
    settingsOf(given: GivenSettings, id: string | undefined): AnswerSettings {
      const base = id === undefined ? answerSettings.parse({}) : find(id).settings;
      const writing = { ...forModel(base.writing, given.writing?.model), ...given.writing };
      return withGiven(base, { ...given, writing });
    },
  };

  /** By its id, or else by its name as people type it. */
  function find(idOrName: string): Assistant {
    return list().find((one) => one.id === idOrName) ?? named(idOrName) ?? get(idOrName);
  }
}

/** Of a name, with room for a number. */
function beginning(name: string): string {
  // Half a character is none.
  return name
    .slice(0, longestName - 5)
    .replace(/[\ud800-\udbff]$/, '')
    .trim();
}

/** Adapters belong to the model that they were trained on. */
function forModel({ adapters, ...writing }: Writing, model: string | undefined): Writing {
  const isSame = model === undefined || model === writing.model;
  return { ...writing, ...(isSame && adapters && { adapters }) };
}

/** As names are told apart. */
function folded(name: string): string {
  return tidy(name).normalize('NFC').toLowerCase();
}

/** One line, without characters that turn the text around it. */
function tidy(name: string): string {
  return name.replace(/[\s\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
}

function assistantOf({ settings, ...row }: AssistantRow): Assistant {
  const parsed = answerSettings.safeParse(settings);
  return {
    ...row,
    builtIn: false,
    settings: parsed.success ? parsed.data : answerSettings.parse({}),
  };
}
