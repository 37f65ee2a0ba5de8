// Adds to package-lock.json the optional packages of other platforms that npm left out. npm
// leaves out what the registry at hand does not hold, and `npm ci` then refuses the lock, here
// and everywhere else. Run it after each change of the dependencies.
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
  const os = systems.exec(base)?.[1] ?? (/\bwin\b/.test(base) ? 'win32' : undefined);
  const cpu = processors.exec(base)?.[1] ?? (/\bmac\b|universal/.test(base) ? 'arm64' : undefined);
  if (!cpu) return null;
  const libc = os === 'linux' ? /(musl|gnu)/.exec(base)?.[1] : undefined;
  return {
    cpu: [cpu === 'ppc64le' ? 'ppc64' : cpu],
    ...(os && { os: [os] }),
    ...(libc && { libc: [libc === 'gnu' ? 'glibc' : 'musl'] }),
  };
}

/** The folder of the package, the root if none is given. */
const folder = process.argv[2] ?? join(import.meta.dirname, '..');
const file = join(folder, 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, LockedPackage> };
let added = 0;
for (const holder of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(holder.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`;
    const platform = platformOf(name);
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
