// `npm run bench [-- PART…]`: the numbers that Lorekeep is held to, measured as a person meets
// them. Real data comes from the folder that LOREKEEP_CORPORA names. A number that is missed is
// said; the exit code stays 0, as these machines are shared and noisy.
import { availableParallelism } from 'node:os';
import { benchChurn } from './churn.ts';
import { benchFiles } from './files.ts';
import { benchHandbook } from './handbook.ts';
import { benchManyFiles } from './many-files.ts';
import { benchQuality } from './quality.ts';
import { skipped } from './report.ts';

const parts: Record<string, (corpora: string) => Promise<void>> = {
  handbook: benchHandbook,
  quality: benchQuality,
  ingest: async (corpora) => {
    await benchFiles(corpora);
    await benchManyFiles();
    benchChurn();
  },
};

const corpora = process.env['LOREKEEP_CORPORA'];
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(
    `There is no part “${unknown.join(', ')}”. Parts: ${Object.keys(parts).join(', ')}`,
  );
  process.exit(2);
}

console.log(`${process.version}, ${availableParallelism()} cores`);
for (const [name, run] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  if (corpora) await run(corpora);
  else skipped(name, 'LOREKEEP_CORPORA names no folder');
}
