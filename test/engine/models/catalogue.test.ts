// The catalogue that ships: its form, and whether its numbers can be true of one model each.
import { expect, test } from 'vitest';
import { modelRoles } from '../../../src/shared/contract/models.ts';
import {
  type CatalogueEntry,
  readCatalogue,
  shapeOf,
  sizeAbout,
} from '../../../src/engine/models/catalogue.ts';
import { parseHubReference, writeHubReference } from '../../../src/engine/models/hub/reference.ts';
import { bitsPerWeight, plainName } from '../../../src/engine/models/quantisations.ts';
import { createNodeHost } from '../../../src/hosting/node-host.ts';

const models = readCatalogue(createNodeHost().resourcePath('models'));
const named = models.map((model) => [model.id, model] as const);

test('there are models of each role and of many sizes, some for many languages', () => {
  expect(new Set(models.map(({ id }) => id)).size).toBe(models.length);
  for (const role of modelRoles) {
    const fitting = models.filter((model) => model.role === role);
    expect(fitting.length, role).toBeGreaterThanOrEqual(2);
    expect(
      fitting.some(({ languages }) => /many|\d{2,}/i.test(languages)),
      role,
    ).toBe(true);
  }
  const chat = models.filter(({ role }) => role === 'chat').map(({ parameters }) => parameters);
  expect(Math.min(...chat)).toBeLessThan(1e9);
  expect(Math.max(...chat)).toBeGreaterThan(30e9);
});

test.each(named)('%s: its weights are as many as its layers and its tables have', (_, model) => {
  const counted = weightsIn(model);
  expect(counted / model.parameters).toBeGreaterThan(0.97);
  expect(counted / model.parameters).toBeLessThan(1.03);
});

test.each(named)('%s: its counts fit to each other', (_, { shape, role, reading, ...model }) => {
  expect(shape.heads % shape.kvHeads).toBe(0);
  expect(shape.headDim % 8).toBe(0);
  expect(shape.contextTrained).toBeGreaterThanOrEqual(512);
  if (shape.window) {
    expect(shape.window.layers).toBeLessThan(shape.layers);
    expect(shape.window.tokens).toBeLessThan(shape.contextTrained);
  }
  expect(role === 'chat').toBe(reading === null);
  expect(role === 'chat' && !shape.causal).toBe(false);
  expect(model.sources.reading === undefined).toBe(reading === null);
  expect(reading?.pooling === 'rank').toBe(role === 'reranker');
  expect(reading?.vectorLength ?? null).toBe(role === 'embedder' ? shape.embedding : null);
});

test.each(named)('%s: its quantisations can be asked for and weighed', (_, model) => {
  for (const quantisation of model.quantisations) {
    expect(plainName(quantisation)).toBe(quantisation);
    expect(bitsPerWeight(quantisation)).not.toBeNull();
    const text = writeHubReference({
      repo: model.repo,
      revision: null,
      wanted: { quantisation },
    });
    expect(parseHubReference(text).wanted).toEqual({ quantisation });
    const { weights } = shapeOf(model, quantisation)!;
    const all = weights.layers.reduce((sum, bytes) => sum + bytes, 0);
    const shared = all + weights.input + (weights.output ?? 0);
    expect(shared / sizeAbout(model, quantisation)!).toBeCloseTo(1, 3);
    expect(weights.layers).toHaveLength(model.shape.layers);
  }
});

test('licences with limits say so', () => {
  for (const { licence } of models) {
    const free = ['Apache-2.0', 'MIT'].includes(licence.name);
    expect(licence.limits === null, licence.name).toBe(free);
  }
});

/** Weights by the counts of layers and tables; those of norms and biases are too few to matter. */
function weightsIn({ shape }: CatalogueEntry): number {
  const { architecture, layers, embedding, feedForward, heads, kvHeads, headDim } = shape;
  const attention = embedding * headDim * (2 * heads + 2 * kvHeads);
  // The network of a BERT has no gate.
  const network = (architecture === 'bert' ? 2 : 3) * embedding * feedForward;
  const table = shape.vocabulary * embedding;
  const positions = architecture === 'bert' ? shape.contextTrained * embedding : 0;
  // EmbeddingGemma widens and narrows a text's vector at the end.
  const end = architecture === 'gemma-embedding' ? 2 * embedding * 4 * embedding : 0;
  const tables = table * (shape.sharedTable ? 1 : 2);
  return tables + positions + end + layers * (attention + network);
}
