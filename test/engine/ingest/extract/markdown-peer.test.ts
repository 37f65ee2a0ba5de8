import MarkdownIt from 'markdown-it';
import { expect, test } from 'vitest';
import { LineIndex } from '../../../../src/engine/ingest/chunk/line-index.ts';
import { extractMarkdown } from '../../../../src/engine/ingest/extract/markdown/markdown.ts';
import { bytesOf } from '../../../support/extracting.ts';
import { seeded } from '../../../support/random.ts';

// markdown-it renders what a person sees of these documents: our blocks must begin where its do.
const peer = new MarkdownIt({ html: true });
const kinds: Record<string, string> = {
  fence: 'code',
  code_block: 'code',
  tr_open: 'table-row',
  paragraph_open: 'paragraph',
};

const lines =
  `# a;## b ##;#;text;more text;;;- i;  - n;-;+ p;1. o;2. t;    deep;\t tab;   three;> q;> - l;>;
> > r;~~~ js;---;===;| a | b |;|---|---|;a | b;***;* * *;  1. x;- # h;-   - y;~~~;\`\`\`;> \`\`\``
    .replaceAll('\n', '')
    .split(';');

function byPeer(text: string): string[] {
  return peer.parse(text, {}).flatMap(({ type, tag, map }) => {
    const kind = type === 'heading_open' ? `heading${tag.slice(1)}` : kinds[type];
    return map && kind ? [`${map[0] + 1} ${kind}`] : [];
  });
}

function byUs(text: string): string[] {
  const extracted = extractMarkdown({ bytes: bytesOf(text) });
  const index = new LineIndex(text);
  return extracted.blocks.map(({ kind, level, start }) => {
    const plain = kind === 'list-item' || kind === 'quote' ? 'paragraph' : kind;
    return `${index.lineAt(start)} ${plain}${kind === 'heading' ? level : ''}`;
  });
}

test.each([1, 2, 3])('blocks begin where markdown-it finds them (seed %i)', (seed) => {
  const random = seeded(seed);
  for (let run = 0; run < 2000; run++) {
    const text = random.text(1 + random.int(8), () => `${random.pick(lines)}\n`);
    // A heading without words is none for us: there is nothing to read in it.
    const expected = byPeer(text).filter((block) => !isEmptyHeading(text, block));
    expect(byUs(text), JSON.stringify(text)).toEqual(expected);
  }
});

function isEmptyHeading(text: string, block: string): boolean {
  const line = text.split('\n')[parseInt(block, 10) - 1] ?? '';
  return block.includes('heading') && /^[\s>]*#+\s*$/.test(line);
}
