import { describe, expect, test } from 'vitest';
import { withoutEnding } from '../../../../src/engine/text/stem/endings.ts';
import { stem, withAsciiDigits } from '../../../../src/engine/text/stem/stem.ts';
import { fold } from '../../../../src/engine/text/terms.ts';
import { seeded } from '../../../support/random.ts';

const stemOf = (word: string) => stem(fold(word));

/** Forms of one word: every line comes down to one stem. */
const forms: [string, string][] = [
  ['English', 'contract contracts contracted contracting'],
  ['German', 'Vertrag Vertrags Verträge Verträgen'],
  ['Spanish', 'contrato contratos'],
  ['Romanian', 'contract contractul contractului contractelor'],
  ['Turkish', 'kitap kitaplar kitapları kitaplarda'],
  ['Turkish capitals', 'ışık IŞIK Işık'],
  ['Russian', 'договор договора договору договором договоры договоров договорами'],
  ['Russian adjectives', 'новый новая новое новые нового новыми'],
  ['Ukrainian', 'мова мови мову мовою мовами'],
  ['Greek', 'βιβλίο βιβλία βιβλίου βιβλίων'],
  ['Arabic', 'كتاب الكتاب والكتاب بالكتاب للكتاب كتابها كِتَاب'],
  ['Arabic endings', 'معلم المعلمون معلمين معلمة المعلمات'],
  ['Arabic alef', 'أحمد احمد'],
  ['Persian letters', 'کتابی كتابي'],
  ['Hindi', 'किताब किताबें किताबों'],
  ['Hindi dots', 'ज़मीन जमीन'],
  ['Hindi nasals', 'गाँव गांव'],
  ['Vietnamese', 'Đà đà da'],
  ['Polish', 'Łódź łódź lodz'],
  ['Danish', 'Ærø aero'],
];

test.each(forms)('%s: %s', (_, words) => {
  expect(new Set(words.split(' ').map(stemOf)).size).toBe(1);
});

test.each([
  ['contract contrast contrary'],
  ['станция статья'],
  ['كتاب كتب كاتب'],
  ['किताब कविता'],
  ['βιβλίο βίος'],
])('different words stay different: %s', (words) => {
  const list = words.split(' ');
  expect(new Set(list.map(stemOf)).size).toBe(list.length);
});

describe('what is no word of an alphabet stays whole', () => {
  test.each(['covid19', 'a1b2c3d4e5f6', '1234567890123', 'ab12заказ34', 'ქართული', 'עברית'])(
    '%s',
    (word) => {
      expect(stemOf(word)).toBe(word);
    },
  );
});

test('digits of all scripts are those of ASCII', () => {
  for (const digits of ['٢٠٢٤', '۲۰۲۴', '२०२४', '২০২৪', '๒๐๒๔', '២០២៤', '２０２４']) {
    expect(withAsciiDigits(digits)).toBe('2024');
  }
  expect(withAsciiDigits('Ⅻ½²')).toBe('Ⅻ½²');
});

test('whatever the word: a stem is not empty and holds nothing that FTS5 splits at', () => {
  const random = seeded(11);
  const letters = Array.from('aesnlarıßøщияьіїςαωاويهةءـ\u064bािों़ँ0٣๓日');
  for (let run = 0; run < 3000; run++) {
    const word = fold(random.text(1 + random.int(12), () => random.pick(letters)));
    if (word === '') continue;
    expect(stem(word)).toMatch(/^[a-z0-9\u0080-\uffff]+$/);
  }
});

test('the longest ending that leaves enough is taken off, one a call', () => {
  const off = withoutEnding('s es\n nes', 3);
  expect(['cones', 'barones', 'lines', 'bus', 'es', ''].map(off)).toEqual([
    'con',
    'baro',
    'lin',
    'bus',
    'es',
    '',
  ]);
  expect(off('tomatoess')).toBe('tomatoes');
});
