/**
 * A vector as int8, scaled so that its largest number is ±127: vectors are compared by their
 * direction, which the scale does not change. All zeros stay zeros.
 */
export function quantise(vector: Float32Array): Int8Array {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = largest === 0 ? 0 : 127 / largest;
  return Int8Array.from(vector, (value) => Math.round(value * scale));
}
