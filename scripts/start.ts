// `npm start`: builds what is not built, then opens the app in Electron. Where Electron cannot
// be had or cannot run, one line says why and the same app is served at a loopback address.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isBuildStale } from './build-state.ts';
import { fetchElectron, findElectron } from './electron-binary.ts';

const root = join(import.meta.dirname, '..');
const electronPackage = join(root, 'node_modules/electron');
/** An Electron that ends sooner than this never opened a window. */
const failedStartMs = 5_000;

build();
const reason = await openInElectron();
if (reason) {
  console.log(`${reason} Serving Lorekeep to your browser instead.`);
  const args = [join(root, 'src/cli/main.ts'), 'serve', '--open', ...process.argv.slice(2)];
  process.exitCode = await waitFor(spawn(process.execPath, args, { stdio: 'inherit' }));
}

function build(): void {
  if (!isBuildStale(root)) return;
  console.log('Building Lorekeep …');
  const args = [
    join(root, 'node_modules/electron-vite/dist/cli.js'),
    'build',
    '--logLevel',
    'warn',
  ];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

/** Runs the app until it is closed; a sentence where that cannot be. */
async function openInElectron(): Promise<string | null> {
  if (process.platform === 'linux') {
    if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'There is no screen here.';
    // Its sandbox needs an ordinary user, and without the sandbox it is not run.
    if (process.getuid?.() === 0) return 'Electron does not run as root.';
  }
  const binary = await getElectron();
  if (!binary) return 'Electron could not be downloaded.';
  const env = { ...process.env };
  delete env.ELECTRON_RUN_AS_NODE;
  const started = Date.now();
  const app = spawn(binary, [root, ...process.argv.slice(2)], { stdio: 'inherit', env });
  const code = await waitFor(app);
  if (code !== 0 && Date.now() - started < failedStartMs) return 'Electron could not start.';
  process.exitCode = code;
  return null;
}

async function getElectron(): Promise<string | null> {
  const present = findElectron(electronPackage);
  if (present) return present;
  const tellOnce = () => console.log('Downloading Electron, once (about 120 MB) …');
  return (await fetchElectron(electronPackage, tellOnce)) ? findElectron(electronPackage) : null;
}

/** The exit code. Ctrl+C and a request to end reach the child, which ends in its own time. */
function waitFor(child: ChildProcess): Promise<number> {
  const pass = (signal: NodeJS.Signals) => child.kill(signal);
  // A terminal sends Ctrl+C to both: it must not end us first.
  const ignore = () => {};
  process.on('SIGTERM', pass).on('SIGHUP', pass).on('SIGINT', ignore);
  return new Promise((resolve) => {
    const ended = (code: number | null) => {
      process.off('SIGTERM', pass).off('SIGHUP', pass).off('SIGINT', ignore);
      resolve(code ?? 1);
    };
    child.once('exit', ended);
    child.once('error', (error) => {
      console.error(error.message);
      ended(1);
    });
  });
}
