// Retrieval quality on the dev sets: each way of searching beside plain FTS5 over the same chunks
// in the same run.
import { join } from 'node:path';
import { lorekeep } from './measure.ts';
import { heading, verdict } from './report.ts';

const figures = ['recallAt1', 'recallAt5', 'recallAt10', 'mrr', 'ndcg'] as const;
type Figure = (typeof figures)[number];
type Score = { method: string } & Record<Figure, { value: number }>;

interface DevSet {
  name: string;
  folder: string;
  questions: string;
  /** What hybrid search is held to. */
  least: Partial<Record<Figure, number>>;
  /** By how much its recall@1 is to be above the best plain tokenizer's. */
  above: number;
}

const languages = { en: 0.01, de: 0.02, es: 0.02, zh: 0.02 };

export async function benchQuality(corpora: string): Promise<void> {
  const sets: DevSet[] = [
    {
      name: 'handbook',
      folder: join(corpora, 'handbook'),
      questions: join(corpora, 'handbook-questions.jsonl'),
      least: { recallAt1: 0.55, recallAt5: 0.78, recallAt10: 0.86 },
      above: 0,
    },
    ...Object.entries(languages).map(([language, above]) => {
      const folder = join(corpora, 'xquad-dev', language);
      const questions = join(folder, 'queries.jsonl');
      return {
        name: `XQuAD ${language}`,
        folder: join(folder, 'docs'),
        questions,
        least: {},
        above,
      };
    }),
  ];
  for (const set of sets) await benchSet(set);
}

async function benchSet({ name, folder, questions, least, above }: DevSet): Promise<void> {
  heading(`Retrieval quality: ${name}, the right file`);
  const run = await lorekeep('eval', '--folder', folder, '--questions', questions, '--json');
  const { scores } = JSON.parse(run.stdout) as { scores: Score[] };
  console.log(`  ${'method'.padEnd(18)}recall@1  recall@5  recall@10  MRR@10    nDCG@10`);
  for (const score of scores) {
    const cells = figures.map((key) => score[key].value.toFixed(3).padEnd(10));
    console.log(`  ${score.method.padEnd(18)}${cells.join('')}`);
  }
  const of = (method: string) => scores.find((score) => score.method === method)!;
  const hybrid = of('hybrid');
  for (const [key, bound] of Object.entries(least) as [Figure, number][]) {
    const { value } = hybrid[key];
    console.log(`  ${key} ${value.toFixed(3)} (at least ${bound}) ${verdict(value >= bound)}`);
  }
  const best = Math.max(
    ...scores.filter(({ method }) => method.startsWith('plain')).map((one) => one.recallAt1.value),
  );
  const gain = hybrid.recallAt1.value - best;
  const ahead = `${gain >= 0 ? '+' : ''}${gain.toFixed(3)}`;
  console.log(`  recall@1 over plain ${ahead} (at least +${above}) ${verdict(gain >= above)}`);
  const lift = hybrid.mrr.value - of('keyword').mrr.value;
  const lifted = `${lift >= 0 ? '+' : ''}${lift.toFixed(3)}`;
  console.log(`  MRR over keywords alone ${lifted} (at least 0) ${verdict(lift >= 0)}`);
}
