import { describe, expect, it } from 'vitest';
import { alignPage } from '../../src/renderer/features/documents/align-page.ts';
import { alignText } from '../../src/renderer/features/documents/align-text.ts';
import { createMarkdown } from '../../src/renderer/features/documents/render-markdown.ts';

/** The text that a browser would show for HTML of our own making. */
function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');
}

/** For each word drawn, the word that stands in the source where the walk says it does. */
function wordsAt(source: string): [drawn: string, found: string][] {
  const drawn = textOf(createMarkdown(source, { folderId: 'f', relativePath: 'a.md' })(source));
  const places = alignText(drawn, source);
  return [...drawn.matchAll(/[\p{L}\p{N}]+/gu)].map((match) => {
    const start = places[match.index]!;
    const end = places[match.index + match[0].length - 1]! + 1;
    return [match[0], source.slice(start, end)];
  });
}

describe('drawn Markdown and its source', () => {
  it.each([
    '# Heading\n\nSome **bold** and _slanted_ words, `code` too.',
    'See [leave policy](https://x.example/leave-policy "leave policy") leave policy again.',
    'See [the [nested] page](a.md) page and ![alt words](alt.png) words.',
    'A [reference][page] page.\n\n[page]: https://x.example/page',
    '| one | two |\n|---|---|\n| three | four |\n| five | six |',
    '|one|two|\n|-|-|\n|three|four|',
    '1. first\n2. second\n   - nested first\n\n     more nested',
    '```js\njs code js\n```\n\nafter the code',
    '> quoted\n> still quoted\n\nnot quoted',
    'Less &lt; more &amp; &copy; signs, AT&T stays.',
    'tags <b class="x">inside</b> text inside',
    'Escaped \\*stars\\* and 2 \\< 3 stay',
    '<https://x.example/auto> link',
    'Zeile mit Umlauten: Größe, naïve, 東京 と 大阪',
  ])('finds each word of %j at its place', (source) => {
    const words = wordsAt(source);
    expect(words.length).toBeGreaterThan(1);
    for (const [drawn, found] of words) expect(found).toBe(drawn);
  });

  it('finds repeated words each at its own place', () => {
    const source = '[bar](http://bar.example) bar **bar**';
    const drawn = 'bar bar bar\n';
    const places = alignText(drawn, source);
    expect([places[0], places[4], places[8]]).toEqual([1, 26, 32]);
  });

  it('goes on after signs that have no source', () => {
    const places = alignText('xx\u2603 word', 'xx word');
    expect(places[places.length - 4]).toBe(3);
  });

  it('is quick on hostile text', () => {
    const started = performance.now();
    alignText('z'.repeat(5_000), '](('.repeat(5_000));
    alignText('z'.repeat(5_000), '<a '.repeat(5_000));
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('the pieces of a PDF page and its text', () => {
  const at = (pieces: string[], page: string) =>
    alignPage(pieces, page).map((places, i) => {
      const last = pieces[i]!.replace(/[\s-]+$/, '').length - 1;
      return places && page.slice(places[0], places[last]! + 1);
    });

  it('finds pieces whatever their blanks and hyphens', () => {
    const page = 'The committee meets\non Mondays in communication rooms.';
    expect(
      at(['The commit-', 'tee meets on', 'Mondays in communi-', 'cation rooms.'], page),
    ).toEqual(['The commit', 'tee meets\non', 'Mondays in communi', 'cation rooms.']);
  });

  it('finds columns that the text has in another order', () => {
    const page = 'left one left two right one right two';
    expect(at(['left one', 'right one', 'left two', 'right two'], page)).toEqual([
      'left one',
      'right one',
      'left two',
      'right two',
    ]);
  });

  it('tells repeated lines apart by their order', () => {
    const page = 'Total\n5\nTotal\n7';
    const places = alignPage(['Total', '5', 'Total', '7'], page);
    expect(places.map((one) => one?.[0])).toEqual([0, 6, 8, 14]);
  });

  it('sees through ligatures', () => {
    expect(at(['eﬃcient oﬀice'], 'efficient office')).toEqual(['efficient office']);
  });

  it('gives null for what the text does not hold', () => {
    expect(alignPage(['nowhere', '   ', ''], 'other words')).toEqual([null, null, null]);
  });

  it('keeps the blanks around a word out of its range', () => {
    const page = 'a demo PDF here';
    const [places] = alignPage(['a demo PDF here'], page);
    const inside = [...places!.keys()].filter((i) => places![i]! >= 7 && places![i]! < 10);
    expect(inside).toEqual([7, 8, 9]);
  });
});
