// Where main finds what it starts and shows. From the sources (tests) the page and the preload
// are those of the last build.
import { join } from 'node:path';

const here = import.meta.dirname;
const bundled = !import.meta.filename.endsWith('.ts');
const outFolder = bundled ? join(here, '..') : join(here, '../../out');

/** The module of the engine's process. */
export const engineModule = join(here, bundled ? 'engine.js' : 'engine.entry.ts');
export const pageFolder = join(outFolder, 'renderer');
export const preloadPath = join(outFolder, 'preload/preload.cjs');
