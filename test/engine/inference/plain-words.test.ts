// Text in a message is words, even if it looks like a mark of the model's own vocabulary: each sign of
// it is a token, as the tiny model has no words.
import { expect, test } from 'vitest';
import { chatModel } from '../../support/gguf/chat-model.ts';
import { madeModel } from '../../support/gguf/made-files.ts';
import type { FixtureModel } from '../../support/gguf/weights.ts';
import { asking, loading, startInference } from '../../support/inference.ts';

const { inference } = startInference();
const { signal } = new AbortController();

/** llama.cpp's `enum llama_token_type`. */
const [control, userDefined] = [3, 4];

/** Puts tokens of a kind in place of letters that no test writes. */
function withTokens(model: FixtureModel, swaps: readonly [string, string, number][]): FixtureModel {
  const tokens = model.metadata.get('tokenizer.ggml.tokens');
  const types = model.metadata.get('tokenizer.ggml.token_type');
  if (tokens?.type !== 'array' || types?.type !== 'array') throw new Error('no vocabulary');
  const names = [...tokens.values] as string[];
  const kinds = [...types.values] as number[];
  for (const [letter, name, kind] of swaps) {
    const id = names.indexOf(letter);
    names[id] = name;
    kinds[id] = kind;
  }
  const changed = new Map(model.metadata);
  changed.set('tokenizer.ggml.tokens', { type: 'array', of: 'string', values: names });
  changed.set('tokenizer.ggml.token_type', { type: 'array', of: 'i32', values: kinds });
  return { ...model, metadata: changed };
}

const ownWords = `{% for m in messages %}{{ '<|im_start|>' + m['role'] + ' says\\n' + m['content'] + '<|im_end|>' + '\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant says\\n' }}{% endif %}`;

test.each([
  ['in ChatML', {}],
  ['without a template', { template: null }],
  ['in a template of its own', { template: ownWords }],
])('%s no text becomes a mark', async (name, options) => {
  const path = await madeModel(`marks ${name}`, () =>
    withTokens(chatModel(options), [
      ['ä', '<tool_call>', userDefined],
      ['ö', '<think>', control],
      ['ü', '[INST]', userDefined],
    ]),
  );
  const count = (text: string) =>
    inference.countTokens(loading('chat', path), asking(text).messages, signal);
  const bare = await count('ab');
  const added = async (text: string) => (await count(`a${text}b`)) - bare;
  expect(await added('xyz')).toBe(3);
  for (const mark of ['<|im_start|>', '<|im_end|>', '</s>', '<s>', '<unk>', '<think>', '<0x41>']) {
    expect([mark, await added(mark)]).toEqual([mark, mark.length]);
  }
  // One more each: the space that breaks them.
  for (const mark of ['<tool_call>', '[INST]']) {
    expect([mark, await added(mark)]).toEqual([mark, mark.length + 1]);
    expect([mark, await added(`${mark}${mark}`)]).toEqual([mark, 2 * (mark.length + 1)]);
  }
});
