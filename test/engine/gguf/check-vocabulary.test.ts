import { expect, test } from 'vitest';
import { checkVocabulary } from '../../../src/engine/gguf/check-vocabulary.ts';
import { readGguf } from '../../../src/engine/gguf/read-gguf.ts';
import { withTokenTwice } from '../../support/gguf/bad-files.ts';
import { embedderModel } from '../../support/gguf/bert-model.ts';
import { chatModel } from '../../support/gguf/chat-model.ts';
import { loraAdapter } from '../../support/gguf/lora-adapter.ts';
import { madeModel } from '../../support/gguf/made-files.ts';
import type { FixtureModel } from '../../support/gguf/weights.ts';

const tiny = { layers: 1, embedding: 8 };

async function check(name: string, make: () => FixtureModel): Promise<void> {
  const path = await madeModel(name, make);
  await checkVocabulary(path, await readGguf(path));
}

/** A model with a vocabulary so long that the reader passes it over. */
function withTokens(tokens: readonly string[], facts = tokens.length): FixtureModel {
  const model = chatModel(tiny);
  const scores = Array.from({ length: facts }, () => 0);
  model.metadata.set('tokenizer.ggml.tokens', { type: 'array', of: 'string', values: tokens });
  model.metadata.set('tokenizer.ggml.scores', { type: 'array', of: 'f32', values: scores });
  model.metadata.delete('tokenizer.ggml.token_type');
  return model;
}
const many = Array.from({ length: 3000 }, (_, i) => `t${i}`);

test('vocabularies that are right pass, and files without one', async () => {
  await check('chat', () => chatModel(tiny));
  await check('embedder', () => embedderModel(tiny));
  await check('adapter', () => loraAdapter(chatModel(tiny)));
  await check('many', () => withTokens(many));
  await check('empty tokens', () => withTokens([...many, '', '', '\0', '\0a']));
  await check('tokens that are no text', () => withTokens([...many, '\uFFFD', '\uFFFD']));
});

test.each([
  ['a token twice', () => withTokenTwice(chatModel(tiny)), /twice/],
  ['a token twice, far apart', () => withTokens([...many, 't5']), /“t5” twice/],
  ['a token twice, up to a zero', () => withTokens([...many, 't5\0x']), /“t5” twice/],
  ['too few scores', () => withTokens(many, 2999), /scores for 2999/],
  [
    'special tokens beyond the end',
    () => {
      const model = embedderModel(tiny);
      model.metadata.delete('tokenizer.ggml.seperator_token_id');
      return model;
    },
    /\[SEP\] should be number 102/,
  ],
])('%s is damage', async (name, make, says) => {
  await expect(check(name, make)).rejects.toMatchObject({
    code: 'MODEL_DAMAGED',
    params: { reason: expect.stringMatching(says) as string },
  });
});
