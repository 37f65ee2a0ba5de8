import { createRequire } from 'node:module';

/** Lorekeep's version, as package.json states it. Both layouts have it two folders up. */
export const version = (createRequire(import.meta.url)('../../package.json') as { version: string })
  .version;
