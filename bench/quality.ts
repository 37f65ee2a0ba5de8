// Retrieval quality on the dev sets, beside plain FTS5 over the same chunks in the same run.
import { join } from 'node:path';
import { lorekeep } from './measure.ts';
import { heading, verdict } from './report.ts';

interface Score {
  method: string;
  recallAt1: { value: number };
  recallAt5: { value: number };
  recallAt10: { value: number };
  mrr: { value: number };
}

const languages = ['en', 'de', 'es', 'zh'];
const figures = ['recallAt1', 'recallAt5', 'recallAt10', 'mrr'] as const;
/** Recall@5 that the handbook is held to. */
const handbookRecall = 0.68;

export async function benchQuality(corpora: string): Promise<void> {
  heading('Retrieval quality: hybrid ÷ the best plain FTS5 tokenizer of each figure');
  console.log(`  ${'set'.padEnd(12)}${figures.map((name) => name.padEnd(26)).join('')}`);
  const sets = [
    ['handbook', join(corpora, 'handbook'), join(corpora, 'handbook-questions.jsonl')],
    ...languages.map((language) => {
      const folder = join(corpora, 'xquad-dev', language);
      return [`xquad ${language}`, join(folder, 'docs'), join(folder, 'queries.jsonl')];
    }),
  ] as [string, string, string][];
  for (const [name, folder, questions] of sets) {
    const run = await lorekeep('eval', '--folder', folder, '--questions', questions, '--json');
    const { scores } = JSON.parse(run.stdout) as { scores: Score[] };
    const hybrid = scores.find(({ method }) => method === 'hybrid')!;
    const plain = scores.filter(({ method }) => method.startsWith('plain'));
    const cells = figures.map((key) => {
      const best = Math.max(...plain.map((score) => score[key].value));
      const ratio = (hybrid[key].value / best).toFixed(2);
      return `${hybrid[key].value.toFixed(3)} ÷ ${best.toFixed(3)} = ${ratio}`.padEnd(26);
    });
    const kept = figures.every((key) => plain.every((one) => hybrid[key].value >= one[key].value));
    console.log(`  ${name.padEnd(12)}${cells.join('')}${verdict(kept)}`);
    if (name === 'handbook') {
      const recall = hybrid.recallAt5.value;
      console.log(
        `  handbook recall@5 ${recall.toFixed(3)} (at least ${handbookRecall}) ${verdict(recall >= handbookRecall)}`,
      );
    }
  }
}
