// What `doctor` looks at: native parts, databases, disk.
import { statfsSync } from 'node:fs';
import type { IndexStore } from '../store/index/index-store.ts';
import { nativeVersions } from '../store/native-versions.ts';

export function engineChecks(dataDir: string, index: () => IndexStore) {
  return {
    node: () => `${process.version} ${process.platform}-${process.arch}`,
    SQLite: () => nativeVersions().sqlite,
    'sqlite-vec': () => nativeVersions().vec,
    index: () => `${index().counts.sums().chunks} passages`,
    disk: () => {
      const { bavail, bsize } = statfsSync(dataDir);
      return `${Math.floor((bavail * bsize) / 1024 ** 3)} GB free`;
    },
  };
}
