// The conversions are held against the processor's own: Float16Array, and the upper half of a float.
import { expect, test } from 'vitest';
import { bf16ToF32, f16ToF32, f32ToBf16, f32ToF16 } from '../../../src/engine/gguf/half.ts';
import { seeded } from '../../support/random.ts';

const halves = new Float16Array(1);
const halfBits = new Uint16Array(halves.buffer);
const floats = new Float32Array(1);
const floatBits = new Uint32Array(floats.buffer);

/** Each of the 65,536 numbers of 16 bits. */
const all = Array.from({ length: 65_536 }, (_, bits) => bits);

test('each f16 is the number that it stands for, and comes back', () => {
  const wrong = all.filter((bits) => {
    halfBits[0] = bits;
    const value = f16ToF32(bits);
    if (!Object.is(value, halves[0]!)) return true;
    return !Number.isNaN(value) && f32ToF16(value) !== bits;
  });
  expect(wrong).toEqual([]);
});

test('each bf16 is the number that it stands for, and comes back', () => {
  const wrong = all.filter((bits) => {
    floatBits[0] = (bits << 16) >>> 0;
    const value = bf16ToF32(bits);
    if (!Object.is(value, floats[0]!)) return true;
    return !Number.isNaN(value) && f32ToBf16(value) !== bits;
  });
  expect(wrong).toEqual([]);
});

/** Floats of all sizes, those between two halves among them, where rounding is decided. */
function hardFloats(): number[] {
  const random = seeded(5);
  const between = all.flatMap((bits) => {
    const middle = (f16ToF32(bits) + f16ToF32(bits + 1)) / 2;
    return [middle, middle * (1 + 2 ** -20), middle * (1 - 2 ** -20)];
  });
  const any = Array.from({ length: 300_000 }, () => {
    floatBits[0] = random.int(2 ** 32);
    return floats[0]!;
  });
  return [...between, ...any].filter(Number.isFinite);
}

test('a float becomes the nearest f16', () => {
  const wrong = hardFloats().filter((value) => {
    halves[0] = Math.fround(value);
    return f32ToF16(value) !== halfBits[0];
  });
  expect(wrong).toEqual([]);
});

test('a float becomes the nearest bf16, the even one of two', () => {
  const wrong = hardFloats().filter((value) => {
    floats[0] = value;
    const exact = floats[0];
    const below = bf16ToF32(floatBits[0]! >>> 16);
    const above = bf16ToF32((floatBits[0]! >>> 16) + 1);
    const result = bf16ToF32(f32ToBf16(value));
    if (Math.abs(above) === Infinity) return false;
    const [down, up] = [Math.abs(exact - below), Math.abs(above - exact)];
    if (down !== up) return result !== (down < up ? below : above);
    return (f32ToBf16(value) & 1) !== 0;
  });
  expect(wrong).toEqual([]);
});

test('what is no number stays none, and what is too large becomes infinite', () => {
  expect(f16ToF32(f32ToF16(NaN))).toBeNaN();
  expect(bf16ToF32(f32ToBf16(NaN))).toBeNaN();
  expect(f16ToF32(f32ToF16(-1e9))).toBe(-Infinity);
  expect(f16ToF32(f32ToF16(65_519))).toBe(65_504);
  expect(bf16ToF32(f32ToBf16(-3.4e38))).toBe(-Infinity);
});
