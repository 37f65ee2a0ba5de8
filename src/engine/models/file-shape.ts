// A model's shape, and where its bytes are, from the header of its file. Keys are those of
// llama.cpp's src/llama-arch.cpp; what a file does not say is taken as llama.cpp takes it.
import { architectureIn, lengthIn, numberIn } from '../gguf/metadata.ts';
import type { GgufHeader } from '../gguf/read-gguf.ts';
import type { GgufMetadata } from '../gguf/read-metadata.ts';
import type { ModelShape, ModelWeights } from './model-shape.ts';

/** Null if the file says too little. @param parts headers of all of the model's files */
export function shapeOfFile(
  parts: readonly GgufHeader[],
  causal: boolean,
): { shape: ModelShape; weights: ModelWeights } | null {
  const metadata: GgufMetadata = parts[0]?.metadata ?? new Map();
  const architecture = architectureIn(metadata) ?? '';
  const number = (key: string) => numberIn(metadata, `${architecture}.${key}`);
  const layers = number('block_count');
  const embedding = number('embedding_length');
  if (!layers || !embedding) return null;
  const heads = largest(metadata, `${architecture}.attention.head_count`) ?? 1;
  const window = number('attention.sliding_window');
  return {
    shape: {
      layers,
      embedding,
      heads,
      kvHeads: largest(metadata, `${architecture}.attention.head_count_kv`) ?? heads,
      headDim: number('attention.key_length') ?? embedding / Math.max(1, heads),
      vocabulary: number('vocab_size') ?? lengthIn(metadata, 'tokenizer.ggml.tokens') ?? 0,
      contextTrained: number('context_length') ?? 0,
      window: window ? { layers: windowLayers(architecture, layers), tokens: window } : null,
      causal,
    },
    weights: weightsOfFile(parts, layers),
  };
}

function weightsOfFile(parts: readonly GgufHeader[], layers: number): ModelWeights {
  const perLayer = Array.from({ length: layers }, () => 0);
  let input = 0;
  let output = 0;
  let hasOutput = false;
  for (const { name, bytes } of parts.flatMap(({ tensors }) => tensors)) {
    const layer = /^blk\.(\d+)\./.exec(name)?.[1];
    if (layer !== undefined && Number(layer) < layers) perLayer[Number(layer)]! += bytes;
    else if (/^(output|cls)\b/.test(name)) {
      output += bytes;
      hasOutput ||= name === 'output.weight';
    } else input += bytes;
  }
  return hasOutput
    ? { layers: perLayer, input, output }
    : { layers: perLayer, input: input + output, output: null };
}

/** A number that may be told for each layer; what fits the layer that needs most. */
function largest(metadata: GgufMetadata, key: string): number | null {
  const value = metadata.get(key);
  if (value?.type !== 'array') return numberIn(metadata, key);
  const numbers = value.values.filter((each) => typeof each === 'number');
  return numbers.length > 0 ? Math.max(...numbers) : null;
}

/** Layers out of so many that see a window only, by kind (`set_swa_pattern` in llama-model.cpp). */
const windowPattern: Readonly<Record<string, number>> = {
  gemma2: 2,
  gemma3: 6,
  gemma3n: 5,
  cohere2: 4,
  'gpt-oss': 2,
  olmo2: 4,
  exaone4: 4,
};

/** Those of kinds that are not known here are counted as seeing all: rather too much than too little. */
function windowLayers(architecture: string, layers: number): number {
  const every = windowPattern[architecture];
  return every ? layers - Math.floor(layers / every) : 0;
}
