import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

// Node runs the TypeScript sources as they are; threads and processes that tests start do too.
const project = (name: string, include: string[], seconds: number, exclude: string[] = []) => ({
  extends: true as const,
  test: {
    name,
    include,
    exclude,
    environment: 'node',
    testTimeout: seconds * 1000,
    hookTimeout: seconds * 1000,
  },
});

export default defineConfig({
  plugins: [vue()],
  test: {
    allowOnly: false,
    // Engines start threads and processes of their own: more workers only make them wait.
    maxWorkers: 2,
    projects: [
      project('unit', ['test/**/*.test.ts'], 20, ['test/browser/**', 'test/long/**']),
      // One at a time: they share a browser's processor time, and they measure waiting.
      {
        ...project('browser', ['test/browser/**/*.test.ts'], 60),
        test: {
          ...project('browser', ['test/browser/**/*.test.ts'], 60).test,
          fileParallelism: false,
        },
      },
      {
        ...project('long', ['test/long/**/*.test.ts'], 900),
        test: { ...project('long', ['test/long/**/*.test.ts'], 900).test, fileParallelism: false },
      },
    ],
  },
});
