import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { decodeText } from '../../../../src/engine/ingest/extract/decode.ts';

const german = 'Grüße aus Köln: Äpfel, Öl und Übermut kosten 5 €. '.repeat(5);
const russian = 'Договор аренды помещения заключён сторонами. '.repeat(5);
const japanese = '会議の議事録を共有します。次回は金曜日です。'.repeat(5);

describe('encodings', () => {
  test.each(['utf8', 'utf16le', 'utf16be', 'utf32le'])('%s with a byte order mark', (encoding) => {
    const bytes = iconv.encode(german, encoding, { addBOM: true });
    expect(decodeText(bytes)).toBe(german);
  });

  test.each(['utf16le', 'utf16be'])('%s without a mark', (encoding) => {
    expect(decodeText(iconv.encode(german, encoding))).toBe(german);
  });

  test.each([
    ['windows-1252', german],
    ['windows-1251', russian],
    ['koi8-r', russian],
    ['shift_jis', japanese],
    ['euc-jp', japanese],
  ])('%s is guessed', (encoding, text) => {
    expect(decodeText(iconv.encode(text, encoding))).toBe(text);
  });

  test('what a file declares wins over guessing, but not over plain UTF-8', () => {
    const short = iconv.encode('Ж', 'windows-1251');
    expect(decodeText(short, 'windows-1251')).toBe('Ж');
    expect(decodeText(Buffer.from('Ж'), 'windows-1251')).toBe('Ж');
    expect(decodeText(short, 'no-such-encoding')).toHaveLength(1);
  });

  test('a few broken bytes do not make UTF-8 another encoding', () => {
    const bytes = Buffer.concat([Buffer.from(german), Buffer.from([0xc3])]);
    expect(decodeText(bytes)).toBe(`${german}\ufffd`);
  });
});

test('every kind of line end counts as one', () => {
  expect(decodeText(Buffer.from('a\r\nb\rc\nd\r\n\r\ne'))).toBe('a\nb\nc\nd\n\ne');
});

test('any bytes give some text', () => {
  for (let length = 0; length < 300; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 83 + length * 31) & 255);
    expect(typeof decodeText(bytes)).toBe('string');
  }
});
