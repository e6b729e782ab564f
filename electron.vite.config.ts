import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string): string => resolve(import.meta.dirname, path);

/**
 * One build for every host. `main` holds the Electron entry and, beside it, the command line (which serves the web host) and the
 * workers of storage, judging, searches and decoding: they share the engine's chunks. None but `index` reaches the electron module.
 */
export default defineConfig({
  main: {
    build: {
      outDir: at('out/main'),
      target: 'node24',
      sourcemap: true,
      rollupOptions: {
        input: {
          index: at('src/main/index.ts'),
          cli: at('src/main/hosts/cli/index.ts'),
          'storage-writer': at('src/main/storage/sqlite/writer-worker.ts'),
          'storage-reader': at('src/main/storage/sqlite/reader-worker.ts'),
          search: at('src/main/diagnosis/search-worker.ts'),
          judging: at('src/main/judging/judging-worker.ts'),
          decode: at('src/main/decoding/decode-worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: at('out/preload'),
      // A sandboxed preload can only be one CommonJS file (Electron, "Process Sandboxing").
      rollupOptions: {
        input: { index: at('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    base: './',
    plugins: [react()],
    build: {
      outDir: at('out/renderer'),
      target: 'chrome140',
      sourcemap: true,
      minify: true,
      chunkSizeWarningLimit: 8000,
      rollupOptions: { input: { index: at('src/renderer/index.html') } },
    },
  },
});
