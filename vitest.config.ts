import vue from '@vitejs/plugin-vue';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** One kind of test. Node runs the sources as they are; so do the processes that tests start. */
const project = (
  name: string,
  options: { include: string; exclude?: string[]; seconds: number },
) => ({
  extends: true as const,
  test: {
    name,
    include: [options.include],
    exclude: options.exclude ?? [],
    environment: 'node',
    testTimeout: options.seconds * 1000,
    hookTimeout: options.seconds * 1000,
    // Browsers and loads share the processors and measure waiting: one file at a time.
    fileParallelism: name === 'unit',
  },
});

export default defineConfig({
  plugins: [vue()],
  test: {
    allowOnly: false,
    // Engines start threads and processes of their own: more workers would only make them wait.
    maxWorkers: 3,
    // Processes that tests start read the sources again and again: compiled once is enough.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/compiled') },
    projects: [
      project('unit', {
        include: 'test/**/*.test.ts',
        exclude: ['test/browser/**', 'test/long/**'],
        seconds: 30,
      }),
      project('browser', { include: 'test/browser/**/*.test.ts', seconds: 90 }),
      project('long', { include: 'test/long/**/*.test.ts', seconds: 900 }),
    ],
  },
});
