import { describe, expect, test } from 'vitest';
import { markupRanges, plainSlice, plainText } from '../../../src/engine/text/strip-markdown.ts';
import { seeded } from '../../support/random.ts';

describe('plainText', () => {
  test.each([
    ['# Heading ##', 'Heading'],
    ['## Title {#anchor .x}', 'Title'],
    ['Setext\n===', 'Setext'],
    ['a **bold** and _soft_ ~~gone~~ word', 'a bold and soft gone word'],
    ['snake_case_name and 2*3 and a * b', 'snake_case_name and 2*3 and a * b'],
    ['[text](http://x.y/z_(1) "title") end', 'text end'],
    ['[text]({% page "a b/" %}) end', 'text end'],
    ['![alt](pic.png) and [ref][id] and [short]', 'alt and ref and [short]'],
    ['[[Page|shown]] [[Other page]]', 'shown Other page'],
    [
      '![[pic.png]] ![[Page#Part|shown]] [[Page#^a1b2]]s [[dir/Page]]',
      'pic.png shown Pages dir/Page',
    ],
    ['| [[Page\\|shown]] | x |', 'shown x'],
    ['see <https://a.b/c> or <me@x.org>', 'see https://a.b/c or me@x.org'],
    ['a<br>b <span class="x">c</span><!-- no --> d', 'a b c d'],
    ['x < y and y > z', 'x < y and y > z'],
    ['`code *kept* [as](is)` and ``a ` b``', 'code *kept* [as](is) and a ` b'],
    ['1 \\* 2 &amp; 3&nbsp;&#8364; &unknown;', '1 * 2 & 3 € &unknown;'],
    ['- [x] done\n- [ ] open\n  1. one', 'done open one'],
    ['> quoted\n> > twice', 'quoted twice'],
    ['| a | b |\n|---|---|\n| 1 | 2 |', 'a b 1 2'],
    ['```js\nlet a = [b](c);\n```\nafter', 'let a = [b](c); after'],
    ['text[^1]\n\n[^1]: A note\n[id]: http://x "t"', 'text A note'],
    ['---\ntitle: "T"\ntags:\n  - one\n---\nBody', 'T one Body'],
    ['{% alert %}\nCareful {{ name }}\n{% endalert %}', 'Careful'],
    ['a link [over\nlines](x\n"t") end', 'a link over lines end'],
    ['***', ''],
  ])('%j', (markdown, plain) => {
    expect(plainText(markdown)).toBe(plain);
  });
});

describe('markupRanges', () => {
  test('a slice that begins in code is read as code, given the ranges of the whole', () => {
    const text = 'Before\n\n```\na = [b](c)\n\nd = *e*\n```\n\nAfter *that*';
    const at = text.indexOf('d =');
    expect(plainSlice(text, markupRanges(text), at, text.length)).toBe('d = *e* After that');
  });

  test('ranges are in order, in the text, and leave plain text alone', () => {
    const random = seeded(7);
    const bits = [
      '[',
      ']',
      '(',
      ')',
      '*',
      '_',
      '`',
      '<',
      '>',
      '!',
      '&amp;',
      '\\',
      '\n',
      '#',
      '|',
      'word',
      ' ',
      '{%',
      '%}',
      '-',
    ];
    for (let run = 0; run < 500; run++) {
      const text = random.text(random.int(80), () => random.pick(bits));
      let end = 0;
      for (const range of markupRanges(text)) {
        expect(range.start).toBeGreaterThanOrEqual(end);
        expect(range.end).toBeGreaterThan(range.start);
        end = range.end;
      }
      expect(end).toBeLessThanOrEqual(text.length);
    }
    expect(markupRanges('Nothing here but words, and a sentence.\n\nTwo.')).toEqual([]);
  });

  test('hostile signs take linear time', () => {
    const started = performance.now();
    for (const unit of ['[', '[[', '](', '[a](b', '<!--', '`', '{{', '&#', '*a', '<a ']) {
      plainText(unit.repeat(300_000 / unit.length));
    }
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
