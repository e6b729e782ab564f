import { registerHooks } from 'node:module';

/** `node --import` of this file gives every `import 'electron'` of the process our double. */

const double = new URL('electron.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: double, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
});
