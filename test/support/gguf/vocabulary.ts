// Small vocabularies, as the metadata that llama.cpp reads. Every text can be written with them.
import type { GgufValue } from '../../../src/engine/gguf/values.ts';
import { bool, text, u32 } from './weights.ts';

export interface Vocabulary {
  metadata: Map<string, GgufValue>;
  tokens: readonly string[];
  /** Numbers of the tokens that no text should contain: special ones and single bytes. */
  unwritten: readonly number[];
  /** Numbers of the tokens that end a turn. */
  ends: readonly number[];
}

/** llama.cpp's `enum llama_token_type`. */
const tokenTypes = { normal: 1, unknown: 2, control: 3, byte: 6 } as const;

const letters = 'abcdefghijklmnopqrstuvwxyz'.split('');
const digits = '0123456789'.split('');
const marks = '.,;:!?-()/'.split('');

/**
 * For chat models, in the way of SentencePiece: a token for each byte, letter, digit and common
 * mark, and the marks of a turn in ChatML.
 */
export function chatVocabulary(): Vocabulary {
  const special = ['<unk>', '<s>', '</s>', '<|im_start|>', '<|im_end|>'];
  const bytes = Array.from({ length: 256 }, (_, byte) => {
    return `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;
  });
  const upper = letters.map((letter) => letter.toUpperCase());
  const written = ['▁', ...letters, ...upper, ...digits, ...marks, ...'[]"\'äöü'.split('')];
  const tokens = [...special, ...bytes, ...written];
  const types = [
    tokenTypes.unknown,
    ...special.slice(1).map(() => tokenTypes.control),
    ...bytes.map(() => tokenTypes.byte),
    ...written.map(() => tokenTypes.normal),
  ];
  return {
    tokens,
    unwritten: tokens.slice(0, special.length + bytes.length).map((_, id) => id),
    ends: [2, 4],
    metadata: new Map([
      ['tokenizer.ggml.model', text('llama')],
      ['tokenizer.ggml.tokens', { type: 'array', of: 'string', values: tokens }],
      ['tokenizer.ggml.scores', { type: 'array', of: 'f32', values: tokens.map(() => 0) }],
      ['tokenizer.ggml.token_type', { type: 'array', of: 'i32', values: types }],
      ['tokenizer.ggml.unknown_token_id', u32(0)],
      ['tokenizer.ggml.bos_token_id', u32(1)],
      ['tokenizer.ggml.eos_token_id', u32(2)],
      ['tokenizer.ggml.eot_token_id', u32(4)],
      ['tokenizer.ggml.add_bos_token', bool(true)],
      ['tokenizer.ggml.add_space_prefix', bool(false)],
    ]),
  };
}

/**
 * For models of the BERT kind: letters and digits, at a word's beginning and inside, so that words
 * become sequences of letters. Texts with letters in common get vectors that are alike.
 */
export function bertVocabulary(): Vocabulary {
  const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
  const signs = [...letters, ...digits];
  const tokens = [
    ...special,
    ...signs.map((sign) => `▁${sign}`),
    ...signs,
    ...marks.map((mark) => `▁${mark}`),
  ];
  const types = tokens.map((_, id) =>
    id < special.length ? tokenTypes.control : tokenTypes.normal,
  );
  return {
    tokens,
    unwritten: special.map((_, id) => id),
    ends: [3],
    metadata: new Map([
      ['tokenizer.ggml.model', text('bert')],
      ['tokenizer.ggml.tokens', { type: 'array', of: 'string', values: tokens }],
      ['tokenizer.ggml.token_type', { type: 'array', of: 'i32', values: types }],
      ['tokenizer.ggml.token_type_count', u32(2)],
      // llama.cpp's own numbers lie beyond so small a vocabulary.
      ['tokenizer.ggml.padding_token_id', u32(0)],
      ['tokenizer.ggml.unknown_token_id', u32(1)],
      ['tokenizer.ggml.bos_token_id', u32(2)],
      ['tokenizer.ggml.cls_token_id', u32(2)],
      ['tokenizer.ggml.eos_token_id', u32(3)],
      ['tokenizer.ggml.seperator_token_id', u32(3)],
      ['tokenizer.ggml.mask_token_id', u32(4)],
    ]),
  };
}
