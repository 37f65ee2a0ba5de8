// A chat model that writes one text, whatever it is asked: what an answer with references looks like
// on the screen can be said in advance. Each word is a token that leads to the next one.
import { chatModel } from './chat-model.ts';
import { chatVocabulary } from './vocabulary.ts';
import { text, type FixtureModel, type Weight } from './weights.ts';

const embedding = 64;
/** A token's score, where all others have 0. */
const sure = 8;

/** @param words at most 62, each of them once */
export function recitingModel(words: string, name = 'Reciting model'): FixtureModel {
  const model = chatModel({ name, embedding });
  const written = words.split(' ').map((word, i) => (i === 0 ? word : `▁${word}`));
  const vocabulary = chatVocabulary();
  const tokens = [...vocabulary.tokens, ...written];
  const first = vocabulary.tokens.length;
  if (new Set(tokens).size < tokens.length || written.length >= embedding - 1) {
    throw new Error('a reciting model takes few words, each of them once');
  }
  const scores = tokens.map(() => 0);
  const types = [...typesOf(vocabulary.metadata), ...written.map(() => 1)];
  model.metadata
    .set('general.name', text(name))
    .set('tokenizer.ggml.tokens', { type: 'array', of: 'string', values: tokens })
    .set('tokenizer.ggml.scores', { type: 'array', of: 'f32', values: scores })
    .set('tokenizer.ggml.token_type', { type: 'array', of: 'i32', values: types });

  // The vector of the nth word is 1 at n, that of everything before the text at 0.
  const placeOf = (token: number) => Math.max(0, token - first + 1);
  model.weights.set(
    'token_embd.weight',
    table(tokens.length, (token) => [placeOf(token), 1]),
  );
  const end = vocabulary.ends.at(-1)!;
  model.weights.set(
    'output.weight',
    table(tokens.length, (token) => {
      if (token === end) return [written.length, sure];
      return token < first ? null : [placeOf(token) - 1, sure];
    }),
  );
  // Nothing between them changes it.
  for (const [key, weight] of model.weights) {
    if (/attn_output|ffn_down/.test(key)) model.weights.set(key, silent(weight));
  }
  return model;
}

function typesOf(metadata: FixtureModel['metadata']): number[] {
  const types = metadata.get('tokenizer.ggml.token_type');
  if (types?.type !== 'array' || types.of !== 'i32') throw new Error('no token types');
  return types.values.map(Number);
}

/** A matrix with at most one number in a row: where it stands, and what it is. */
function table(rows: number, at: (row: number) => [column: number, value: number] | null): Weight {
  const values = () => {
    const all = new Float32Array(rows * embedding);
    for (let row = 0; row < rows; row++) {
      const one = at(row);
      if (one) all[row * embedding + one[0]] = one[1];
    }
    return all;
  };
  return { shape: [embedding, rows], values };
}

function silent({ shape }: Weight): Weight {
  return { shape, values: () => new Float32Array(shape.reduce((a, b) => a * b, 1)) };
}
