import { registerHooks } from 'node:module';
import { programUrl } from '../programs.ts';

/** `node --import` of this file gives every `import 'electron'` of the process our double. */

const double = programUrl('electron-double').href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: double, format: 'module', shortCircuit: true } : next(specifier, context),
});
