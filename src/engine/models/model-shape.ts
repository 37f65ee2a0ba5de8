// What the need for memory depends on: a model's shape, and where its bytes are.

export interface ModelShape {
  /** Repeating layers, the output layer not counted. */
  layers: number;
  /** Length of a token's vector between the layers. */
  embedding: number;
  /** Heads of attention that ask, and that hold keys and values. */
  heads: number;
  kvHeads: number;
  /** Length of one head's key, and of its value. */
  headDim: number;
  /** Tokens that the model knows. */
  vocabulary: number;
  /** Tokens that it was trained to see at once. */
  contextTrained: number;
  /** Layers that see only the last tokens, and how many of them; null if there are none. */
  window: { layers: number; tokens: number } | null;
  /** Whether it writes token after token. One that reads a text at once keeps no cache. */
  causal: boolean;
}

/** Bytes of a model's weights by where they are used. */
export interface ModelWeights {
  /** Bytes of each repeating layer, the first layer first. */
  layers: readonly number[];
  /** The table of tokens. */
  input: number;
  /** The output layer; null if it is the table of tokens once more. */
  output: number | null;
}

/**
 * Weights as they are shared out if only the size of all of them is known: what belongs to the
 * vocabulary by the number of its weights, the rest to equal layers.
 *
 * @param bytes of all weights
 * @param parameters number of all weights
 * @param shared whether input and output are one table
 */
export function weightsOf(
  shape: Pick<ModelShape, 'layers' | 'embedding' | 'vocabulary'>,
  bytes: number,
  parameters: number,
  shared: boolean,
): ModelWeights {
  const each = bytes / parameters;
  const table = Math.min(shape.vocabulary * shape.embedding, parameters / (shared ? 1 : 2)) * each;
  const rest = bytes - table * (shared ? 1 : 2);
  const layer = Math.round(rest / shape.layers);
  return {
    layers: Array.from({ length: shape.layers }, () => layer),
    input: Math.round(table),
    output: shared ? null : Math.round(table),
  };
}
