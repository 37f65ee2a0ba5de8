// Type-checks every environment with its own tsconfig, two at a time: each folder
// sees only the globals that exist where its code runs.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const projects = [
  'src/renderer',
  'tsconfig.json',
  'src/engine',
  'src/cli',
  'src/serve',
  'src/hosting',
  'src/main',
  'src/preload',
  'src/shared',
].filter((project) => existsSync(join(root, project)));

function check(project: string): Promise<boolean> {
  const compiler = project === 'src/renderer' ? 'vue-tsc/bin/vue-tsc.js' : 'typescript/bin/tsc';
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [join(root, 'node_modules', compiler), '-p', project, '--pretty'],
      { cwd: root, stdio: 'inherit' },
    );
    child.on('exit', (code) => {
      if (code !== 0) console.error(`types: ${project} failed`);
      resolve(code === 0);
    });
  });
}

let failed = false;
async function work(): Promise<void> {
  for (let project = projects.shift(); project; project = projects.shift()) {
    if (!(await check(project))) failed = true;
  }
}
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
process.exitCode = failed ? 1 : 0;
