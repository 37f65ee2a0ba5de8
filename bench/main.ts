// `npm run bench [-- PART…]`: the numbers that Lorekeep is held to, measured as a person meets
// them. Real data comes from the folder that LOREKEEP_CORPORA names. A number that is missed is
// said; the exit code stays 0, as these machines are shared and noisy.
import { availableParallelism } from 'node:os';
import { benchAnswers } from './answers.ts';
import { benchChurn } from './churn.ts';
import { benchFiles } from './files.ts';
import { benchFirstToken } from './first-token.ts';
import { benchHandbook } from './handbook.ts';
import { benchManyFiles } from './many-files.ts';
import { benchModels } from './models.ts';
import { benchQuality } from './quality.ts';
import { skipped } from './report.ts';
import { benchHybrid } from './search-hybrid.ts';
import { benchKnn } from './search-knn.ts';
import { benchTyping } from './typing.ts';

const parts: Record<string, (corpora: string) => Promise<void>> = {
  handbook: benchHandbook,
  quality: benchQuality,
  answers: benchAnswers,
  ingest: async (corpora) => {
    await benchFiles(corpora);
    await benchManyFiles();
    benchChurn();
  },
};

/**
 * `--large`: other programs’ indexes of a million vectors too, which take most of an hour;
 * `--gpu`: a model’s speed by layers on the GPU.
 */
const flags = process.argv.slice(2).filter((word) => word.startsWith('--'));

/** Parts that make their own data. */
const selfMade: Record<string, () => Promise<void>> = {
  search: async () => {
    await benchKnn({ large: flags.includes('--large') });
    await benchHybrid();
  },
  models: () => benchModels({ gpu: flags.includes('--gpu') }),
  'first-token': benchFirstToken,
  typing: benchTyping,
};

const corpora = process.env['LOREKEEP_CORPORA'];
const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const names = [...Object.keys(parts), ...Object.keys(selfMade)];
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`There is no part “${unknown.join(', ')}”. Parts: ${names.join(', ')}`);
  process.exit(2);
}

console.log(`${process.version}, ${availableParallelism()} cores`);
for (const [name, run] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  if (corpora) await run(corpora);
  else skipped(name, 'LOREKEEP_CORPORA names no folder');
}
for (const [name, run] of Object.entries(selfMade)) {
  if (asked.length === 0 || asked.includes(name)) await run();
}
