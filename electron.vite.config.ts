// The build: Electron's main process with every other process and thread as an entry of its
// own, the preload as one CommonJS file, and the page.
import { join } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'electron-vite';

const root = import.meta.dirname;
const at = (path: string) => join(root, path);

export default defineConfig({
  main: {
    build: {
      outDir: at('out/main'),
      target: 'node24',
      sourcemap: true,
      rolldownOptions: {
        input: {
          index: at('src/main/index.ts'),
          engine: at('src/main/engine.entry.ts'),
          cli: at('src/cli/main.ts'),
          parser: at('src/engine/ingest/parser.entry.ts'),
          watcher: at('src/engine/ingest/watcher.entry.ts'),
          inference: at('src/engine/inference/inference.entry.ts'),
          scanner: at('src/engine/ingest/scanner.thread.ts'),
          embedder: at('src/engine/embed/embedder.thread.ts'),
          searcher: at('src/engine/retrieve/searcher.thread.ts'),
          'scan-helper': at('src/engine/retrieve/semantic/scan-helper.thread.ts'),
          'index-writer': at('src/engine/store/index-writer.thread.ts'),
        },
        output: {
          entryFileNames: '[name].js',
          // Beside the entries: code finds them by where it is itself.
          chunkFileNames: 'shared-[hash].js',
        },
      },
    },
  },
  preload: {
    build: {
      outDir: at('out/preload'),
      // A sandboxed preload can require electron and nothing else.
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: at('src/preload/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    plugins: [vue()],
    build: {
      outDir: at('out/renderer'),
      sourcemap: true,
      minify: true,
      // Read from this machine's disk: size hardly matters.
      chunkSizeWarningLimit: 5000,
      // A data: URL of a script or worker would be refused by the content policy.
      assetsInlineLimit: 0,
      rolldownOptions: { input: at('src/renderer/index.html') },
    },
  },
});
