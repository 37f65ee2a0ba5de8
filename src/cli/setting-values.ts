// Settings as they are typed in a terminal: `context-size 8192`, `flash-attention off`.
import { defaultSettings, type Settings, settings as schema } from '../shared/contract/settings.ts';
import { UsageError } from './usage-error.ts';

type Key = keyof Settings;

const keys = Object.keys(defaultSettings) as Key[];
const switches: Readonly<Record<string, boolean>> = { on: true, yes: true, off: false, no: false };
/** Words for values that are numbers or nothing. */
const words: { readonly [key in Key]?: Readonly<Record<string, Settings[key]>> } = {
  gpuLayers: { auto: -1 },
  modelThreads: { auto: 0 },
  chatModel: { none: '' },
  embedder: { none: '', 'built-in': '' },
  reranker: { none: '' },
  hubMirror: { none: '' },
};

/** How a setting is written here: `chatModel` is `chat-model`. */
export function typedKey(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** @throws UsageError that lists the settings */
export function settingNamed(typed: string): Key {
  const found = keys.find((key) => typedKey(key) === typed || key === typed);
  if (found) return found;
  throw new UsageError(
    `There is no setting “${typed}”. There are: ${keys.map(typedKey).join(', ')}.`,
  );
}

/** The change of one setting. @throws UsageError if the value does not fit it */
export function settingChange(typedName: string, text: string): Partial<Settings> {
  const key = settingNamed(typedName);
  const word = words[key]?.[text.toLowerCase()];
  const tries = [
    word,
    text,
    numberOf(text),
    switches[text.toLowerCase()],
    json(text),
    text.split(','),
  ];
  const field = schema.shape[key];
  for (const value of tries) {
    if (value !== undefined && field.safeParse(value).success) return { [key]: value };
  }
  const told = field.safeParse(numberOf(text) ?? text).error?.issues[0]?.message ?? '';
  throw new UsageError(`“${text}” does not fit ${typedKey(key)}. ${told}`);
}

function numberOf(text: string): number | undefined {
  const number = Number(text);
  return text.trim() === '' || Number.isNaN(number) ? undefined : number;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Most values are no JSON: a name, a word.
    return undefined;
  }
}
