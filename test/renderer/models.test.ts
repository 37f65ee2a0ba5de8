// What the models' page decides by itself: which quantisation to take, what the catalogue shows,
// and how a fit is put into words.
import { describe, expect, test } from 'vitest';
import {
  freeLicence,
  noFilter,
  passes,
} from '../../src/renderer/features/models/catalogue-filter.ts';
import { fitReason } from '../../src/renderer/features/models/fit-words.ts';
import { layerBytes } from '../../src/renderer/features/models/layer-bytes.ts';
import { modelFacts } from '../../src/renderer/features/models/model-words.ts';
import { recommended } from '../../src/renderer/features/models/recommend.ts';
import type { CatalogueModel, Fit, MachineInfo } from '../../src/shared/contract/models.ts';

const GiB = 1024 ** 3;

function fitOf(verdict: Fit['verdict'], gib = 2): Fit {
  const onGpu = verdict === 'fits-gpu';
  const [vram, ram] = onGpu ? [gib * GiB, 0] : [0, gib * GiB];
  return { verdict, gpuLayers: onGpu ? 33 : 0, context: 8192, vram, ram };
}

/** @param sizes quantisations with their sizes in GiB and their verdicts */
function modelWith(
  sizes: readonly [name: string, gib: number, verdict: Fit['verdict'] | null][],
  part: Partial<CatalogueModel> = {},
): CatalogueModel {
  return {
    id: 'one',
    name: 'One',
    role: 'chat',
    about: '',
    languages: 'English',
    licence: 'MIT',
    limits: null,
    parameters: 8e9,
    contextTrained: 32_768,
    quantisations: sizes.map(([quantisation, gib, verdict]) => ({
      reference: `hf:me/one:${quantisation}`,
      quantisation,
      estimatedBytes: gib * GiB,
      fit: verdict === null ? null : fitOf(verdict, gib),
      installed: false,
    })),
    sources: [],
    ...part,
  };
}

describe('the quantisation that is recommended', () => {
  test.each<[string, CatalogueModel, string]>([
    [
      'is the most exact one that the GPU takes',
      modelWith([
        ['Q4_K_M', 5, 'fits-gpu'],
        ['Q6_K', 7, 'fits-gpu'],
        ['Q8_0', 9, 'fits-partly'],
      ]),
      'Q6_K',
    ],
    [
      'is one of four bits where the processor computes a chat model',
      modelWith([
        ['Q8_0', 9, 'fits-ram'],
        ['Q4_K_M', 5, 'fits-ram'],
        ['Q2_K', 3, 'fits-ram'],
      ]),
      'Q4_K_M',
    ],
    [
      'is exact for a small model of another kind',
      modelWith(
        [
          ['Q4_K_M', 0.3, 'fits-ram'],
          ['F16', 1, 'fits-ram'],
        ],
        { role: 'embedder' },
      ),
      'F16',
    ],
    [
      'is the smallest where nothing fits',
      modelWith([
        ['Q8_0', 90, 'too-large'],
        ['Q4_K_M', 50, 'too-large'],
      ]),
      'Q4_K_M',
    ],
    [
      'rather fits than is exact',
      modelWith([
        ['Q8_0', 9, 'tight'],
        ['Q3_K_M', 4, 'fits-ram'],
      ]),
      'Q3_K_M',
    ],
    [
      'is one of four bits while the machine was not looked at',
      modelWith([
        ['Q8_0', 9, null],
        ['Q4_K_M', 5, null],
      ]),
      'Q4_K_M',
    ],
  ])('%s', (_name, model, wanted) => {
    expect(recommended(model).quantisation).toBe(wanted);
  });
});

test('the catalogue is narrowed by role, licence and languages together', () => {
  const plain = modelWith([['Q8_0', 1, null]]);
  const limited = { ...plain, licence: 'Own terms', limits: 'Not for everything.' };
  expect(passes(plain, noFilter)).toBe(true);
  expect(passes(plain, { ...noFilter, role: 'reranker' })).toBe(false);
  expect(passes(plain, { ...noFilter, licence: freeLicence })).toBe(true);
  expect(passes(limited, { ...noFilter, licence: freeLicence })).toBe(false);
  expect(passes(limited, { ...noFilter, licence: 'Own terms' })).toBe(true);
  const several = ['English, German', 'More than 100 languages', 'Several languages'];
  for (const languages of several) {
    expect(passes({ ...plain, languages }, { ...noFilter, languages: 'several' })).toBe(true);
  }
  expect(passes(plain, { ...noFilter, languages: 'several' })).toBe(false);
});

test('a fit says what is needed, and why it is tight', () => {
  const machine = { ramFree: 3 * GiB, ramTotal: 16 * GiB } as MachineInfo;
  const space = '\u00a0';
  expect(fitReason(fitOf('tight', 5), machine)).toBe(
    `Needs 5${space}GB of memory for 8,192 tokens of context. Only 3${space}GB are free now: close other programs first.`,
  );
  expect(fitReason(fitOf('fits-gpu', 5), null)).toContain(`Needs 5${space}GB of GPU memory for`);
});

test('layers share what a model needs, the output counted as one', () => {
  const fit = { ...fitOf('fits-ram', 4), vram: 0, ram: 4 * GiB };
  expect(layerBytes(fit, 31, 0)).toBe(0);
  expect(layerBytes(fit, 31, 16)).toBe(2 * GiB);
  expect(layerBytes(fit, 31, 32)).toBe(4 * GiB);
});

test.each([
  [8_190_735_360, '8.2 billion weights'],
  [596_049_920, '596 million weights'],
  [999_900_000, '1 billion weights'],
  [117_696, '117,696 weights'],
])('%i weights are said as %s', (parameters, wanted) => {
  const facts = { quantisation: 'Q4_K_M', parameters, contextTrained: null };
  const said = modelFacts({ ...facts } as Parameters<typeof modelFacts>[0], 5 * GiB);
  expect(said).toBe(`${wanted} · Q4_K_M · 5\u00a0GB`);
});
