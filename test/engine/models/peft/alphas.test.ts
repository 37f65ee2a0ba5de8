import { expect, test } from 'vitest';
import { findAlphas } from '../../../../src/engine/models/peft/alphas.ts';
import { matchPatterns } from '../../../../src/engine/models/peft/match-patterns.ts';
import type { LoraModule } from '../../../../src/engine/models/peft/pair-modules.ts';
import type { PeftConfig } from '../../../../src/engine/models/peft/peft-config.ts';

const names = ['q_proj', 'k_proj', 'v_proj'].flatMap((name) =>
  [0, 1].map((layer) => `model.layers.${layer}.self_attn.${name}`),
);
const plain: PeftConfig = {
  rank: 4,
  alpha: 8,
  rankPattern: new Map(),
  alphaPattern: new Map(),
  rankStabilised: false,
  baseName: null,
};

function modules(ranks: (name: string) => number = () => 4): LoraModule[] {
  return names.map((name) => {
    const rank = ranks(name);
    const tensor = { name, type: 'F32', start: 0, bytes: 0 } as const;
    return {
      name: `base_model.model.${name}`,
      a: { ...tensor, shape: [rank, 6] },
      b: { ...tensor, shape: [6, rank] },
      rank,
    };
  });
}

/** How strongly llama.cpp lets each module act: its own formula, with the file's alpha. */
function scales(config: PeftConfig, all = modules()): number[] {
  const { alpha, factors } = findAlphas(all, config, 'x');
  return all.map(({ rank }, i) => (factors[i]! * alpha) / rank);
}

test('one alpha for all modules is the file’s, and no number changes', () => {
  expect(findAlphas(modules(), plain, 'x')).toEqual({ alpha: 8, factors: names.map(() => 1) });
});

test('other ranks scale by themselves', () => {
  const config = { ...plain, rankPattern: new Map([['k_proj', 2]]) };
  const all = modules((name) => (name.endsWith('k_proj') ? 2 : 4));
  expect(findAlphas(all, config, 'x').factors).toEqual(names.map(() => 1));
  expect(scales(config, all)).toEqual([2, 2, 4, 4, 2, 2]);
});

test('other alphas go into the numbers', () => {
  const config = { ...plain, alphaPattern: new Map([['layers.1.self_attn.v_proj', 2]]) };
  expect(scales(config)).toEqual([2, 2, 2, 2, 2, 0.5]);
  expect(findAlphas(modules(), config, 'x')).toEqual({ alpha: 8, factors: [1, 1, 1, 1, 1, 0.25] });
});

test('an alpha of 0 silences a module, and never becomes the file’s', () => {
  const config = { ...plain, alpha: 0, alphaPattern: new Map([['layers.0.self_attn.v_proj', 2]]) };
  expect(scales(config)).toEqual([0, 0, 0, 0, 0.5, 0]);
  expect(() => findAlphas(modules(), { ...plain, alpha: 0 }, 'x')).toThrow(
    expect.objectContaining({ code: 'ADAPTER_NOT_CONVERTIBLE' }),
  );
});

test('rank-stabilised adapters scale by the root of the rank', () => {
  const config = { ...plain, rankStabilised: true, rankPattern: new Map([['v_proj', 16]]) };
  const all = modules((name) => (name.endsWith('v_proj') ? 16 : 4));
  expect(scales(config, all)).toEqual([4, 4, 4, 4, 2, 2]);
});

test('ranks that are not those of the matrices are refused', () => {
  for (const config of [
    { ...plain, rank: 8 },
    { ...plain, rankPattern: new Map([['q_proj', 2]]) },
  ]) {
    expect(() => findAlphas(modules(), config, 'x')).toThrow(
      expect.objectContaining({ code: 'ADAPTER_UNREADABLE' }),
    );
  }
});

test('the first pattern that matches the whole name or its end behind a dot counts', () => {
  const patterns = ['proj', 'self_attn.k_proj', String.raw`.*\.0\..*`, '^model.layers.1.*v_proj$'];
  expect(matchPatterns(patterns, names)).toEqual([
    patterns[2],
    null,
    patterns[1],
    patterns[1],
    patterns[2],
    patterns[3],
  ]);
});

test.each(['(', '(a+)+b', '(?P<name>q_proj)'])(
  'a pattern that is none or does not end is refused: %s',
  (pattern) => {
    const config = { ...plain, alphaPattern: new Map([[pattern, 2]]) };
    const long = modules().map((module) => ({ ...module, name: 'a'.repeat(64) }));
    expect(() => findAlphas(long, config, 'x')).toThrow(
      expect.objectContaining({ code: 'ADAPTER_NOT_CONVERTIBLE' }),
    );
  },
);
