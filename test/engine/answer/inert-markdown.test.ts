import { expect, test } from 'vitest';
import MarkdownIt from 'markdown-it';
import { inertMarkdown, plainLine } from '../../../src/engine/answer/inert-markdown.ts';
import { instructionAttacks, markupAttacks } from '../../support/hostile-documents.ts';
import { seeded } from '../../support/random.ts';

/** A program that shows Markdown and lets everything pass. */
const viewer = new MarkdownIt({ html: true, linkify: true });
const shown = (text: string) => viewer.render(inertMarkdown(text));
const loads =
  /<(?:img|script|iframe|object|embed|video|audio|link|style|svg|base|meta|form|math)\b/i;
const attacks = [...markupAttacks, ...instructionAttacks];

/** Where links lead, but for addresses that stand there to be read. */
function links(markdown: string): unknown[] {
  const tokens = viewer.parse(markdown, {}).flatMap(({ children }) => children ?? []);
  const open = tokens.filter(({ type, markup }) => type === 'link_open' && markup !== 'linkify');
  return open.map((token) => token.attrGet('href'));
}

test('nothing that strangers write loads, runs or leads anywhere', () => {
  const around = [
    (text: string) => text,
    (text: string) => `- item\n  ${text}`,
    (text: string) => `1. x\n   \`\`\`\n${text}`,
    (text: string) => `> \`\`\`\n${text}`,
    (text: string) => `\`\`\`\ncode\n\`\`\`\n${text}`,
    (text: string) => `\`\`\`\`\ncode\n\`\`\`\n\`\`\`\`\n${text}`,
    (text: string) => `\`\`\`\ncode\n\`\`\` no end\n\`\`\`\n${text}`,
    (text: string) => `\`\`\`\ncode\n        \`\`\`\n\`\`\`\n${text}`,
    (text: string) => `~~~\ncode\n~~~~\n${text}`,
    (text: string) => `~~~ \`\ncode\n~~~\n${text}`,
    (text: string) => `$$\n\`\`\`\n$$\n${text}\n\`\`\``,
    (text: string) => `\\${text}`,
    (text: string) => `\\\\${text}`,
    (text: string) => `\`a\n${text}`,
    (text: string) => text.replaceAll('\n', '\r'),
  ];
  for (const attack of attacks) {
    for (const put of around) {
      const html = shown(put(attack)).replace(/<(pre|code)[^>]*>[^]*?<\/\1>/g, '');
      expect([put(attack), loads.exec(html)?.[0]]).toEqual([put(attack), undefined]);
      expect([put(attack), links(inertMarkdown(put(attack)))]).toEqual([put(attack), []]);
    }
  }
});

test('no mixture of signs opens what it should not, and what follows stays what it is', () => {
  const signs = ['```', '````', '~~~', '`', '\n', '\n', '\n', ' ', '    ', '- ', '> ', '1. ', '\\'];
  const words = ['![p](//evil.example)', '[a](//b.example)', '<img src=x>', '[a]: /b', '# h', 'w'];
  const pieces = [...signs, ...words, '$$', '---', '===', '| a |', '<!--', '\t'];
  const random = seeded(7);
  for (let i = 0; i < 4000; i++) {
    const text = random.text(3 + random.int(20), () => random.pick(pieces));
    const page = `## First\n\n${inertMarkdown(text)}\n\n## Last\n\n[a] [w]\n`;
    const html = viewer.render(page);
    const live = html.replace(/<(pre|code)[^>]*>[^]*?<\/\1>/g, '');
    expect([text, loads.exec(live)?.[0], links(page)]).toEqual([text, undefined, []]);
    // In a list or a quotation it is seen to be a part of that.
    const heads = viewer
      .parse(page, {})
      .filter(({ type, level, tag }) => type === 'heading_open' && level === 0 && tag < 'h3');
    expect([text, heads.length]).toEqual([text, 2]);
    expect([text, live.endsWith('<p>[a] [w]</p>\n')]).toEqual([text, true]);
  }
});

test('words, emphasis, lists, tables and code stay; headings stand below those of the page', () => {
  const text =
    '**Bold** [1], a < b, 3 <4, $5 and 5 %\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n1. One\n2. Two [2]\n\n```\n<img src=x> ![x](y) # no\n```\n\nHey! [1] So.\n\n---';
  expect(inertMarkdown(text)).toBe(text);
  expect(shown('# A\n\nB\n=\n\n- ## C\n\nD\n--\n\n    # code')).toBe(
    '<h3>A</h3>\n<p>B\n=</p>\n<ul>\n<li>\n<h4>C</h4>\n</li>\n</ul>\n<p>D\n--</p>\n<pre><code># code\n</code></pre>\n',
  );
  expect(shown('a ![x](y) b [z](https://a.example/)')).toContain('[z](<a href="https://a.example/');
  expect(shown('1. Run\n   ```sh\n   ls\n   ```\n2. Look')).toBe(
    '<ol>\n<li>Run</li>\n</ol>\n<pre><code>   ls\n</code></pre>\n<ol start="2">\n<li>Look</li>\n</ol>\n',
  );
});

test('a line of anyone’s words is shown as it is', () => {
  const plain = new MarkdownIt({ html: true });
  for (const words of [...attacks, '# a | b', '&amp; $x$ ~~y~~ *z* _w_ `v` \\ [1]: /u', '- a']) {
    const html = plain.render(`# ${plainLine(words)}`);
    const line = words.replace(/[\s\p{Cc}]+/gu, ' ').trim();
    expect(html).toBe(`<h1>${plain.utils.escapeHtml(line)}</h1>\n`);
  }
});
