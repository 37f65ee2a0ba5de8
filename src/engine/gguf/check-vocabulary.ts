// Whether llama.cpp survives a model's vocabulary: some mistakes in it are not refused but end the
// whole process, so that they are looked for before a file is given to it. What it checks is in
// llama.cpp's llama_vocab::impl::load.
import { lengthIn, numberIn, textIn } from './metadata.ts';
import { modelFault } from './model-faults.ts';
import { eachGgufText, type GgufHeader } from './read-gguf.ts';

const listKey = 'tokenizer.ggml.tokens';

/**
 * Tokens that a model of the BERT kind puts around each text. What is stated counts if there is such
 * a token, else the usual number.
 */
const bertTokens: readonly (readonly [name: string, key: string, usual: number])[] = [
  ['[CLS]', 'bos_token_id', 101],
  ['[SEP]', 'seperator_token_id', 102],
];

/**
 * Reads all tokens of a model once; a file without any, such as an adapter, passes.
 *
 * @throws LorekeepError MODEL_DAMAGED if a token is there twice, if there are fewer scores or types
 *   than tokens, or if a token that is needed is not there; like `readGguf`; the signal's reason
 */
export async function checkVocabulary(
  path: string,
  { metadata }: GgufHeader,
  signal?: AbortSignal,
): Promise<void> {
  const tokens = metadata.get(listKey);
  if ((tokens?.type !== 'array' && tokens?.type !== 'far') || tokens.of !== 'string') return;
  const count = lengthIn(metadata, listKey)!;
  for (const name of ['scores', 'token_type']) {
    const facts = lengthIn(metadata, `tokenizer.ggml.${name}`) ?? count;
    if (facts < count) {
      throw modelFault('MODEL_DAMAGED', path, 'tokenFacts', { count, name, facts });
    }
  }
  if (textIn(metadata, 'tokenizer.ggml.model') === 'bert') {
    for (const [name, key, usual] of bertTokens) {
      const stated = numberIn(metadata, `tokenizer.ggml.${key}`) ?? usual;
      if (Math.min(stated, usual) < count) continue;
      throw modelFault('MODEL_DAMAGED', path, 'specialToken', { name, id: stated, count });
    }
  }
  const seen = new Set<string>();
  const see = (written: unknown): void => {
    const token = comparable(String(written));
    if (token === null) return;
    if (seen.has(token)) throw modelFault('MODEL_DAMAGED', path, 'tokenTwice', { token });
    seen.add(token);
  };
  if (tokens.type === 'array') tokens.values.forEach(see);
  else await eachGgufText(path, tokens, see, signal);
}

/** What llama.cpp tells a token by; null for one that cannot clash, or cannot be told here. */
function comparable(token: string): string | null {
  // It reads to the first zero, and gives names of their own to those that are empty then.
  const zero = token.indexOf('\0');
  const text = zero < 0 ? token : token.slice(0, zero);
  // Bytes that are no UTF-8 all look the same here, and must not make a good model a bad one.
  return text === '' || text.includes('\uFFFD') ? null : text;
}
