// Quantisations: how the names of files tell them, and how large they make a model.

/**
 * Bits a weight, measured on a model of 8 billion: its file's bits over its weights (the table in
 * llama.cpp's tools/quantize/README.md). The plain ones are what a block of 32 weights takes.
 */
const bitsByName: Readonly<Record<string, number>> = {
  IQ1_S: 2.0042,
  IQ1_M: 2.146,
  IQ2_XXS: 2.3824,
  IQ2_XS: 2.5882,
  IQ2_S: 2.7403,
  IQ2_M: 2.9294,
  Q2_K_S: 2.9697,
  Q2_K: 3.1593,
  IQ3_XXS: 3.2548,
  IQ3_XS: 3.4977,
  Q3_K_S: 3.6429,
  IQ3_S: 3.6606,
  IQ3_M: 3.7628,
  Q3_K_M: 3.996,
  Q3_K_L: 4.2979,
  IQ4_XS: 4.4597,
  Q4_0: 4.5,
  Q4_K_S: 4.6672,
  IQ4_NL: 4.6818,
  Q4_K_M: 4.8944,
  Q4_1: 5,
  Q5_0: 5.5,
  Q5_K_S: 5.5704,
  Q5_K_M: 5.7036,
  Q5_1: 6,
  Q6_K: 6.5633,
  Q8_0: 8.5008,
  F16: 16,
  BF16: 16,
  F32: 32,
};

/** Bits a weight of a whole model takes in a quantisation; null for one that is not known. */
export function bitsPerWeight(quantisation: string): number | null {
  return bitsByName[plainName(quantisation)] ?? null;
}

const inName =
  /(?:^|[-._])((?:UD-)?(?:IQ\d_[A-Z]+|Q\d+_K(?:_[A-Z]+)?|Q\d+_[01](?:_\d_\d)?|MXFP4(?:_MOE)?|BF16|FP?16|FP?32))(?=$|[-._])/gi;

/** The quantisation that a file's name tells, in capitals and as llama.cpp writes it, or null. */
export function quantisationOf(fileName: string): string | null {
  const name = fileName.replace(/\.gguf$/i, '').replace(/-\d{5}-of-\d{5}$/, '');
  // The last one: what comes before belongs to the model's name.
  const found = [...name.matchAll(inName)].at(-1)?.[1];
  return found === undefined ? null : plainName(found);
}

/** One spelling for each quantisation. */
export function plainName(quantisation: string): string {
  return quantisation.toUpperCase().replace(/^FP(?=16$|32$)/, 'F');
}
