// Adds to package-lock.json the optional packages that npm left out: those of other platforms, which
// the registry at hand may not hold, and those that package.json leaves out of a checkout. `npm ci`
// refuses a lock without them, here and everywhere else. Run it after each change of the
// dependencies.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface LockedPackage {
  version?: string;
  optional?: boolean;
  dev?: boolean;
  optionalDependencies?: Record<string, string>;
  os?: string[];
  cpu?: string[];
  libc?: string[];
}

const systems = /(android|darwin|win32|linux|freebsd|netbsd|openbsd|openharmony|sunos|aix)/;
const processors =
  /(arm64|arm|x64|ia32|riscv64|ppc64le|ppc64|s390x|loong64|mips64el|mipsel|wasm32)/;

/** What a platform package's name says of its platform; null for a package for all. */
function platformOf(name: string): Pick<LockedPackage, 'os' | 'cpu' | 'libc'> | null {
  const base = name.slice(name.indexOf('/') + 1);
  const short = /\bwin\b/.test(base) ? 'win32' : /\bmac\b/.test(base) ? 'darwin' : undefined;
  const os = systems.exec(base)?.[1] ?? short;
  const cpu = processors.exec(base)?.[1] ?? (/\bmac\b|universal/.test(base) ? 'arm64' : undefined);
  if (!cpu) return null;
  const libc = os === 'linux' ? /(musl|gnu)/.exec(base)?.[1] : undefined;
  return {
    cpu: [cpu === 'ppc64le' ? 'ppc64' : cpu],
    ...(os && { os: [os] }),
    ...(libc && { libc: [libc === 'gnu' ? 'glibc' : 'musl'] }),
  };
}

/**
 * The version that package.json gives, below `overrides`, to an optional package that a checkout
 * does not carry. Nothing has it, and its entry in the lock is for no system: `npm ci` neither
 * misses such a package nor looks for it.
 */
const leftOut = '0.0.0-left-out';

/** Optional packages, by the package that asks for them, that are left out. */
function leftOutPackages(folder: string): Set<string> {
  const { overrides = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    overrides?: Record<string, string | Record<string, string>>;
  };
  const named = Object.values(overrides).filter((inside) => typeof inside === 'object');
  const pairs = named.flatMap((inside) => Object.entries(inside));
  return new Set(pairs.filter(([, version]) => version === leftOut).map(([name]) => name));
}

/** The folder of the package, the root if none is given. */
const folder = process.argv[2] ?? join(import.meta.dirname, '..');
const file = join(folder, 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, LockedPackage> };
const left = leftOutPackages(folder);
let added = 0;
for (const holder of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(holder.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`;
    const platform = platformOf(name);
    if (left.has(name)) {
      lock.packages[place] = { version: leftOut, optional: true, os: ['none'] };
      continue;
    }
    if (lock.packages[place] || !platform || !/^\d/.test(version)) continue;
    lock.packages[place] = {
      version,
      ...(holder.dev && { dev: true }),
      optional: true,
      ...platform,
    };
    added++;
  }
}
const sorted = Object.entries(lock.packages).toSorted(([a], [b]) => a.localeCompare(b, 'en'));
writeFileSync(
  file,
  `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`,
);
console.log(`${added} packages of other platforms added to package-lock.json`);
