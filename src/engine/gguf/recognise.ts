// What a file is that was taken for a model: people add what the download gave them, and the
// sentence should say which mistake it was.
import type { modelReasons } from '../../shared/texts/model-reasons.ts';

/** Bytes of a file's beginning that are enough to tell. */
export const recognisedBytes = 512;

const zip = Buffer.from('PK\u0003\u0004');
/** Python's pickle: its second protocol, then a whole number of ten bytes, PyTorch's mark. */
const oldPyTorch = Buffer.from([0x80, 0x02, 0x8a, 0x0a]);
/** Marks of llama.cpp's formats before GGUF: ggml, ggmf, ggjt, ggla as little-endian numbers. */
const olderMarks = ['lmgg', 'fmgg', 'tjgg', 'algg'];
const packedMarks = [
  [0x1f, 0x8b],
  [0x28, 0xb5, 0x2f, 0xfd],
  [0x37, 0x7a, 0xbc, 0xaf],
  [0x42, 0x5a, 0x68],
  [0x52, 0x61, 0x72, 0x21],
  [0xfd, 0x37, 0x7a, 0x58],
].map((mark) => Buffer.from(mark));

/**
 * Why a file that does not begin with GGUF's mark is no model.
 *
 * @param head its first bytes, up to `recognisedBytes`
 * @param size of the whole file in bytes
 */
export function recognise(head: Buffer, size: number): keyof typeof modelReasons {
  if (size === 0) return 'empty';
  if (head.every((byte) => byte === 0)) return 'zeros';
  if (beginsWith(head, zip)) return head.includes('data.pkl') ? 'pytorch' : 'packed';
  if (beginsWith(head, oldPyTorch)) return 'pytorch';
  if (olderMarks.includes(head.toString('latin1', 0, 4))) return 'olderFormat';
  if (isSafetensors(head, size)) return 'safetensors';
  if (packedMarks.some((mark) => beginsWith(head, mark))) return 'packed';
  return recogniseText(head);
}

function recogniseText(head: Buffer): 'pointer' | 'page' | 'text' | 'other' {
  const text = head.toString().replace(/^\uFEFF/, '');
  if (text.startsWith('version https://git-lfs.github.com/spec/')) return 'pointer';
  if (/^\s*(<!--[^]*?-->\s*)*<(!doctype html|html|head)\b/i.test(text)) return 'page';
  // Bytes that no text has: control characters but for tab, line ends and form feed.
  return head.some((byte) => byte < 9 || (byte > 13 && byte < 32)) ? 'other' : 'text';
}

/** Eight bytes with the length of a JSON header, then the header. */
function isSafetensors(head: Buffer, size: number): boolean {
  if (head.length < 10 || head[8] !== 0x7b) return false;
  const length = head.readBigUInt64LE();
  return length > 1n && length <= BigInt(size - 8);
}

function beginsWith(head: Buffer, mark: Buffer): boolean {
  return head.subarray(0, mark.length).equals(mark);
}
