// The build: Electron's main process with every other process and thread as an entry of its
// own, the preload as one CommonJS file, and the page.
import { join } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'electron-vite';

const production = process.env.NODE_ENV === 'production';

export default defineConfig({
  renderer: {
    root: 'src/renderer',
    plugins: [vue()],
    build: {
      outDir: join(import.meta.dirname, 'out/renderer'),
      target: 'chrome140',
      sourcemap: !production,
      // A data: URL of a script or worker would be refused by the content policy.
      assetsInlineLimit: 0,
      rolldownOptions: { input: join(import.meta.dirname, 'src/renderer/index.html') },
    },
  },
});
