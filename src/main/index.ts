import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';
import pino from 'pino';
import { runDesktopApp } from './hosts/electron/app.ts';
import { openEngine } from './open-engine.ts';
import { keepHeapsSmall } from './small-heaps.ts';
import { defaultDataDir } from './storage/data-dir.ts';
import { version } from './version.ts';

/** Composition root of the desktop app: the engine and its host, and where their files lie beside this one in `out/main`. */

const here = import.meta.dirname;
const dataDir = resolve(app.commandLine.getSwitchValue('data') || defaultDataDir(process.env, process.platform));
const log = pino({ level: process.env.HOOKPROOF_LOG ?? 'warn', base: null }, pino.destination(2));

keepHeapsSmall();

// Not awaited: Electron is not ready before this module has been evaluated, and the app waits for that.
runDesktopApp({
  dataDir,
  rendererDir: join(here, '..', 'renderer'),
  preload: join(here, '..', 'preload', 'index.cjs'),
  icon: join(here, '..', '..', 'resources', 'icon.png'),
  log,
  openEngine: (openSealer) =>
    openEngine({
      dataDir,
      host: 'electron',
      version,
      openSealer,
      workers: {
        writer: pathToFileURL(join(here, 'storage-writer.js')),
        reader: pathToFileURL(join(here, 'storage-reader.js')),
        search: pathToFileURL(join(here, 'search.js')),
        judging: pathToFileURL(join(here, 'judging.js')),
        decode: pathToFileURL(join(here, 'decode.js')),
      },
      log,
    }),
}).catch((error) => {
  log.fatal({ err: error }, 'the app did not start');
  app.exit(1);
});
