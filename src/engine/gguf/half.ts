// Numbers of 16 bits, as models store them. f16 is IEEE 754 binary16; bf16 is the upper half of a
// binary32. Rounding goes to the nearest, ties to even, as in llama.cpp's ggml_fp32_to_fp16 and
// ggml_fp32_to_bf16.

const number = new Float32Array(1);
const bits = new Uint32Array(number.buffer);

/** The bits of the nearest f16: what is too large becomes infinite, what is no number stays none. */
export function f32ToF16(value: number): number {
  number[0] = value;
  const all = bits[0]!;
  const sign = (all >>> 16) & 0x8000;
  const size = all & 0x7fffffff;
  if (size > 0x7f800000) return sign | 0x7e00;
  // From 65,520 on the next f16 would be 65,536, which there is none for.
  if (size >= 0x477ff000) return sign | 0x7c00;
  // Below 2^-14 the steps are all 2^-24: adding 0.5, whose last bit is worth that much, rounds.
  if (size < 0x38800000) {
    number[0] = Math.abs(number[0]) + 0.5;
    return sign | (bits[0]! - 0x3f000000);
  }
  const odd = (size >>> 13) & 1;
  return sign | ((size - 0x38000000 + 0xfff + odd) >>> 13);
}

/** The number that these 16 bits of an f16 stand for; exact. */
export function f16ToF32(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 31;
  const fraction = half & 0x3ff;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** The bits of the nearest bf16; what is no number stays none. */
export function f32ToBf16(value: number): number {
  number[0] = value;
  const all = bits[0]!;
  if ((all & 0x7fffffff) > 0x7f800000) return (all >>> 16) | 0x40;
  const odd = (all >>> 16) & 1;
  return ((all + 0x7fff + odd) >>> 16) & 0xffff;
}

/** The number that these 16 bits of a bf16 stand for; exact. */
export function bf16ToF32(half: number): number {
  bits[0] = (half << 16) >>> 0;
  return number[0]!;
}
