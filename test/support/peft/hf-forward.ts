// What a Llama or Qwen2 model of Hugging Face's layout computes, by their definition
// (transformers, modeling_llama.py and modeling_qwen2.py), in double precision and without llama.cpp:
// the one witness that says in which order the rows of q and k really belong.
import type { HfModel } from './hf-model.ts';
import type { Matrix } from './safetensors.ts';

const epsilon = 1e-5;
const ropeBase = 10_000;

/** The scores of every token behind each of `tokens`. */
export function forward(model: HfModel, tokens: number[]): number[][] {
  const { hidden, layers } = model.dimensions;
  const weight = (name: string): Matrix => model.weights.get(`${name}.weight`)!;
  const embeddings = weight('model.embed_tokens').values;
  let states: Float64Array[] = tokens.map((token) =>
    embeddings.slice(token * hidden, (token + 1) * hidden),
  );
  for (let layer = 0; layer < layers; layer++) {
    const at = `model.layers.${layer}.`;
    const normed = states.map((state) => norm(state, weight(`${at}input_layernorm`)));
    const attended = attention(model, `${at}self_attn.`, normed);
    states = states.map((state, i) => plus(state, attended[i]!));
    states = states.map((state) => {
      const input = norm(state, weight(`${at}post_attention_layernorm`));
      const gate = times(weight(`${at}mlp.gate_proj`), input).map((x) => x / (1 + Math.exp(-x)));
      const up = times(weight(`${at}mlp.up_proj`), input);
      const inner = gate.map((x, i) => x * up[i]!);
      return plus(state, times(weight(`${at}mlp.down_proj`), inner));
    });
  }
  return states.map((state) => [...times(weight('lm_head'), norm(state, weight('model.norm')))]);
}

function attention(model: HfModel, at: string, inputs: Float64Array[]): Float64Array[] {
  const { heads, keyHeads, perHead } = model.dimensions;
  const project = (name: string): Float64Array[] => {
    const bias = model.weights.get(`${at}${name}.bias`)?.values;
    return inputs.map((input) => {
      const output = times(model.weights.get(`${at}${name}.weight`)!, input);
      return bias ? plus(output, bias) : output;
    });
  };
  const part = (vector: Float64Array, head: number): Float64Array =>
    vector.slice(head * perHead, (head + 1) * perHead);
  const [queries, keys, values] = [project('q_proj'), project('k_proj'), project('v_proj')];
  return inputs.map((_, position) => {
    const output = new Float64Array(heads * perHead);
    for (let head = 0; head < heads; head++) {
      const shared = Math.floor(head / (heads / keyHeads));
      const query = rotate(part(queries[position]!, head), position);
      const scores = keys.slice(0, position + 1).map((key, other) => {
        const rotated = rotate(part(key, shared), other);
        return dot(query, rotated) / Math.sqrt(perHead);
      });
      softmax(scores).forEach((share, other) => {
        part(values[other]!, shared).forEach((value, i) => {
          output[head * perHead + i]! += share * value;
        });
      });
    }
    return times(model.weights.get(`${at}o_proj.weight`)!, output);
  });
}

/** `apply_rotary_pos_emb`: each number turns together with the one half a head away. */
function rotate(vector: Float64Array, position: number): Float64Array {
  const half = vector.length / 2;
  return vector.map((value, i) => {
    const angle = position * ropeBase ** (-(i % half) / half);
    const other = i < half ? -vector[i + half]! : vector[i - half]!;
    return value * Math.cos(angle) + other * Math.sin(angle);
  });
}

function norm(vector: Float64Array, weight: Matrix): Float64Array {
  const mean = dot(vector, vector) / vector.length;
  const factor = 1 / Math.sqrt(mean + epsilon);
  return vector.map((value, i) => value * factor * weight.values[i]!);
}

function times({ rows, columns, values }: Matrix, vector: Float64Array): Float64Array {
  const product = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    product[row] = dot(values.subarray(row * columns, (row + 1) * columns), vector);
  }
  return product;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function plus(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value + b[i]!);
}

function softmax(scores: number[]): number[] {
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
