import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string): string => resolve(import.meta.dirname, path);

/**
 * Takes Node's own modules from `process.getBuiltinModule` in the bundles of the main process. An `import` of `node:http` makes an
 * object of everything it exports, which loads Node's `fetch` and `WebSocket`: some 30 ms of a start, as long as an empty program
 * takes altogether.
 */
function builtinsDirectly() {
  const imports = /^import (?:(\w+)|\* as (\w+)|\{([^}]*)\}) from "(node:[^"]+)";$/gm;
  return {
    name: 'builtins-directly',
    renderChunk: (code: string) => ({
      code: code.replace(imports, (_, whole, namespace, names, module) => {
        const taken = names === undefined ? (whole ?? namespace) : `{${names.replaceAll(' as ', ': ')}}`;
        return `const ${taken} = process.getBuiltinModule("${module}");`;
      }),
      // Every line stays where it was.
      map: null,
    }),
  };
}

/**
 * One build for every host. `main` holds the Electron entry and, beside it, the command line (which serves the web host) and the
 * workers of storage, judging, searches and decoding: they share the engine's chunks. None but `index` reaches the electron module.
 * Libraries are bundled too: found and read one by one, their hundreds of files take longer than everything else at a start.
 */
export default defineConfig({
  main: {
    plugins: [builtinsDirectly()],
    build: {
      externalizeDeps: false,
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
