import pino from 'pino';
import { ok } from '../../../src/core/result.ts';
import { runDesktopApp } from '../../../src/main/hosts/electron/app.ts';
import { createFakeEngine } from '../fake-engine.ts';

/** The desktop host over the fake engine: `fake-main.ts DATA_DIR RENDERER_DIR PRELOAD`. */

const [, , dataDir = '', rendererDir = '', preload = ''] = process.argv;

await runDesktopApp({
  dataDir,
  rendererDir,
  preload,
  icon: 'icon.png',
  log: pino({ level: 'warn' }, pino.destination(2)),
  async openEngine() {
    return ok({
      ...createFakeEngine(),
      start: async () => undefined,
      wake: () => undefined,
      close: async () => undefined,
    });
  },
});
