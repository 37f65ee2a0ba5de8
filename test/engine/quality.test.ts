// Guards the quality of search: a folder in ten languages is indexed as a person's would be, and
// every question of the labelled set is asked. What is found is printed, by kind of question and by
// language; a change that makes it worse than the floors fails.
import { expect, test } from 'vitest';
import { indexFolder, pathsFound, startEngine } from '../support/engine.ts';
import { folderWith } from '../support/folder.ts';
import { qualitySet } from '../support/quality-set/all-documents.ts';

type Figures = readonly [recallAt1: number, recallAt5: number, mrr: number];

/**
 * The least that hybrid and keyword search must find, by kind of question and by language. What was
 * measured, less one question of the row; whoever makes search better raises them.
 */
const floors: Record<string, { hybrid: Figures; keyword: Figures }> = {
  all: { hybrid: [0.69, 0.82, 0.74], keyword: [0.7, 0.79, 0.73] },
  everyday: { hybrid: [0.95, 0.97, 0.96], keyword: [0.95, 0.97, 0.96] },
  fact: { hybrid: [0.94, 0.94, 0.94], keyword: [0.94, 0.94, 0.94] },
  paraphrase: { hybrid: [0.15, 0.5, 0.3], keyword: [0.17, 0.41, 0.26] },
  keyword: { hybrid: [0.94, 0.94, 0.94], keyword: [0.94, 0.94, 0.94] },
  typo: { hybrid: [0.91, 0.91, 0.91], keyword: [0.91, 0.91, 0.91] },
  code: { hybrid: [0.94, 0.94, 0.94], keyword: [0.94, 0.94, 0.94] },
  phrase: { hybrid: [0.8, 0.8, 0.8], keyword: [0.8, 0.8, 0.8] },
  en: { hybrid: [0.63, 0.8, 0.69], keyword: [0.63, 0.75, 0.68] },
  de: { hybrid: [0.77, 0.86, 0.81], keyword: [0.72, 0.77, 0.74] },
  es: { hybrid: [0.62, 0.87, 0.72], keyword: [0.68, 0.81, 0.72] },
  zh: { hybrid: [0.6, 0.6, 0.6], keyword: [0.6, 0.6, 0.6] },
  fr: { hybrid: [0.5, 0.66, 0.55], keyword: [0.5, 0.66, 0.53] },
  ru: { hybrid: [0.66, 0.66, 0.66], keyword: [0.66, 0.66, 0.66] },
  tr: { hybrid: [0.6, 0.6, 0.6], keyword: [0.6, 0.6, 0.6] },
  ar: { hybrid: [0.6, 0.8, 0.7], keyword: [0.6, 0.8, 0.7] },
  hi: { hybrid: [0.6, 0.8, 0.7], keyword: [0.8, 0.8, 0.8] },
  th: { hybrid: [0.8, 0.8, 0.8], keyword: [0.8, 0.8, 0.8] },
};

const names = ['recall@1', 'recall@5', 'MRR@10'] as const;

type Ranks = readonly (number | undefined)[];

interface Row {
  name: string;
  /** Place of the right document for each question, from 1; undefined beyond the tenth. */
  ranks: Ranks;
}

const questions = qualitySet.flatMap(({ path, questions }) =>
  questions.map(([kind, question]) => ({ path, kind, question, language: path.slice(0, 2) })),
);

// Seconds on a machine that is idle; nothing here depends on how long it takes.
test(
  'questions find their documents at least as well as before',
  { timeout: 120_000 },
  async () => {
    const { client } = await startEngine();
    const files = Object.fromEntries(qualitySet.map(({ path, text }) => [path, text]));
    await indexFolder(client, folderWith(files));
    const found: string[] = [];
    const tooLow: string[] = [];
    for (const mode of ['hybrid', 'keyword'] as const) {
      const ranks: (number | undefined)[] = [];
      for (const { question, path } of questions) {
        const paths = await pathsFound(client, question, { mode, limit: 10 });
        const place = paths.indexOf(path) + 1;
        ranks.push(place === 0 ? undefined : place);
      }
      const rows = rowsOf(ranks);
      found.push(`${mode}\n${rows.map(lineOf).join('\n')}`);
      tooLow.push(...rows.flatMap((row) => belowFloors(mode, row)));
    }
    console.log(`of questions: first, in five, MRR@10\n${found.join('\n')}`);
    expect(tooLow).toEqual([]);
  },
);

test('every document is the answer to some question, and no path stands twice', () => {
  expect(qualitySet.filter(({ questions }) => questions.length === 0)).toEqual([]);
  expect(new Set(qualitySet.map(({ path }) => path)).size).toBe(qualitySet.length);
});

/** One row for all questions, one for each kind, one for each language. */
function rowsOf(ranks: Ranks): Row[] {
  const grouped = (by: (question: (typeof questions)[number]) => string): Row[] =>
    [...new Set(questions.map(by))].map((name) => ({
      name,
      ranks: ranks.filter((_, i) => by(questions[i]!) === name),
    }));
  return [
    { name: 'all', ranks },
    ...grouped(({ kind }) => kind),
    ...grouped(({ language }) => language),
  ];
}

function figuresOf(ranks: Ranks): Figures {
  const mean = (gain: (rank: number) => number) =>
    ranks.reduce<number>((sum, rank) => sum + (rank === undefined ? 0 : gain(rank)), 0) /
    ranks.length;
  return [mean((rank) => +(rank === 1)), mean((rank) => +(rank <= 5)), mean((rank) => 1 / rank)];
}

function lineOf({ name, ranks }: Row): string {
  const figures = figuresOf(ranks).map((figure) => figure.toFixed(3));
  return `  ${name.padEnd(12)}${String(ranks.length).padStart(4)}  ${figures.join('  ')}`;
}

function belowFloors(mode: 'hybrid' | 'keyword', { name, ranks }: Row): string[] {
  const floor = floors[name]?.[mode];
  if (!floor) return [`${name} has no floors`];
  return figuresOf(ranks).flatMap((figure, i) =>
    figure < floor[i]! ? [`${mode} ${name} ${names[i]}: ${figure.toFixed(3)} < ${floor[i]}`] : [],
  );
}
