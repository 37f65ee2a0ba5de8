// A folder as people have it, made by code: hundreds of files of many formats, containers with
// files in them, duplicates, and files that cannot be read. The same for the same seed.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { mail, zip } from './containers.ts';
import { writeDocx } from './docx.ts';
import { writeEpub } from './epub.ts';
import { filesIn } from './folder.ts';
import { writeOdf } from './odf.ts';
import { writePdf } from './pdf.ts';
import { writePptx } from './pptx.ts';
import type { Random } from './random.ts';
import { writeXlsx } from './workbooks.ts';

type Content = string | Uint8Array;

/** What each kind of file holds; `word` stands in it and in no other. */
const makers: Readonly<Record<string, (word: string, random: Random) => Content>> = {
  md: (word, random) =>
    `# On ${word}\n\n${prose(word, random)}\n\n## More\n\n${prose(word, random)}`,
  txt: (word, random) => Buffer.from(prose(word, random).repeat(3), 'utf16le'),
  html: (word, random) => `<html><body><h1>${word}</h1><p>${prose(word, random)}</p></body></html>`,
  csv: (word, random) =>
    `name,number\n${Array.from({ length: 30 }, (_, i) => `${word} ${i},${random.int(99)}`).join('\n')}`,
  json: (word) => JSON.stringify({ name: word, list: [1, 2, { word }] }, null, 2),
  ts: (word, random) => `/** ${prose(word, random)} */\nexport function ${word}(): void {}\n`,
  ipynb: (word) =>
    JSON.stringify({ nbformat: 4, cells: [{ cell_type: 'markdown', source: [`# ${word}`] }] }),
  srt: (word) => `1\n00:00:01,000 --> 00:00:02,000\nSomebody says ${word}.\n`,
  rtf: (word) => `{\\rtf1\\ansi Rich text of ${word}.\\par And more.}`,
  pdf: (word, random) =>
    writePdf({ pages: [[`About ${word}.`, prose('it', random)], [`Its second page, ${word}.`]] }),
  docx: (word, random) =>
    writeDocx({ parts: [{ text: word, style: 'Heading1' }, { text: prose(word, random) }] }),
  pptx: (word) => writePptx({ slides: [{ title: word, items: [[0, `Point of ${word}`]] }] }),
  xlsx: (word, random) =>
    writeXlsx([{ name: 'S', rows: [['Word', 'Sum'], ...rows(word, random)] }]),
  odt: (word, random) =>
    writeOdf({ type: 'text', body: `<text:p>${prose(word, random)}</text:p>`, title: word }),
  epub: (word, random) => writeEpub({ chapters: [['c.xhtml', `<p>${prose(word, random)}</p>`]] }),
  eml: (word, random) =>
    mail(prose(word, random), {
      'note.txt': Buffer.from(`Enclosed: ${word}.`),
      'paper.pdf': writePdf({ pages: [[`Enclosed paper on ${word}.`]] }),
    }),
  zip: (word, random) =>
    zip({
      'a.md': prose(word, random),
      'sub/b.txt': `Packed: ${word}.`,
      'inner.zip': zip({ 'c.md': `Deep inside: ${word}.` }),
    }),
};
const kinds = Object.keys(makers);

/** Files that end in a state other than indexed. */
const problems: Readonly<Record<string, () => Content>> = {
  'empty.md': () => '',
  'cut.docx': () => writeDocx({ parts: [{ text: 'Cut off.' }] }).subarray(0, 300),
  'locked.pdf': () => writePdf({ pages: [['Locked.']], password: 'secret' }),
  'program.exe': () => new Uint8Array([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0xff, 0xff]),
  'noise.zip': () => 'PK\u0003\u0004 and nothing more',
};

/** Files by relative path: `count` of all kinds, every ninth with the bytes of an earlier one. */
export function mixedTree(count: number, random: Random): Record<string, Content> {
  const files: Record<string, Content> = {};
  for (let i = 0; i < count; i++) {
    const kind = kinds[i % kinds.length]!;
    const earlier = `d${i % 5}/f${i - kinds.length}.${kind}`;
    files[`d${i % 5}/f${i}.${kind}`] =
      (i % 9 === 8 && files[earlier]) || makers[kind]!(`word${i}`, random);
  }
  for (const [name, make] of Object.entries(problems)) files[`odd/${name}`] = make();
  return files;
}

/** Renames, moves, copies, changes and deletes some of the files of a tree, and adds others. */
export function changeTree(folder: string, random: Random): void {
  for (const [i, path] of filesIn(folder).entries()) {
    const from = join(folder, path);
    const kind = extname(path).slice(1);
    const to = join(folder, `new${i % 3}`, `g${i}.${kind}`);
    mkdirSync(dirname(to), { recursive: true });
    const what = random.int(12);
    const make = makers[kind] ?? makers['md']!;
    if (what === 0) rmSync(from);
    else if (what <= 2) renameSync(from, to);
    else if (what === 3) writeFileSync(to, readFileSync(from));
    else if (what <= 5) writeFileSync(from, make(`changed${i}`, random));
    else if (what === 6) writeFileSync(to, make(`added${i}`, random));
  }
  renameSync(join(folder, 'd1'), join(folder, 'moved'));
}

const words = 'alder birch cedar elm fir hazel larch maple oak pine rowan spruce willow yew'.split(
  ' ',
);

function prose(word: string, random: Random): string {
  const sentences = Array.from(
    { length: 3 + random.int(12) },
    () => `The ${random.pick(words)} and the ${random.pick(words)} stand by ${word}. `,
  );
  return sentences.join('');
}

function rows(word: string, random: Random): [string, number][] {
  return Array.from({ length: 20 }, (_, i) => [`${word} ${i}`, random.int(1000)]);
}
