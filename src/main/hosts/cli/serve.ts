import { fileURLToPath } from 'node:url';
import type { Workers } from '../../engine.ts';
import { forgetUrl, keepUrl } from '../web/url-file.ts';
import { openCliEngine } from './cli-engine.ts';
import { sayProblems } from './engine-problems.ts';
import { complain, complainOf, EXIT, type ExitCode, writeJsonLine, writeOut } from './output.ts';
import { untilStopped } from './stopping.ts';

export interface ServeOptions {
  /** Port of the app's own page; 0: any free one. */
  readonly port: number;
  /** Port webhooks are captured on, for this run. */
  readonly capturePort?: number;
  readonly data?: string;
  readonly json: boolean;
}

/** What differs between a bundle and the sources: where the built page and the storage workers lie. */
export interface ServeFiles {
  readonly workers: Workers;
  readonly renderer: URL;
}

const loadWebHost = () => import('../web/server.ts');

/** `hookproof serve`: the app in a browser tab, until it is stopped. */
export async function serve(options: ServeOptions, files: ServeFiles): Promise<ExitCode> {
  const stopped = untilStopped();
  let controlPort: number | null = null;
  const opened = await openCliEngine(
    { ...options, port: options.capturePort },
    {
      host: 'web',
      workers: files.workers,
      controlPorts: () => (controlPort === null ? [] : [controlPort]),
      meanwhile: loadWebHost,
    },
  );
  if (!opened.ok) return complainOf(opened.failure);
  const engine = opened.value;
  try {
    await sayProblems(engine);
    await engine.start();
    const rendererDir = fileURLToPath(files.renderer);
    const { serveWeb } = await loadWebHost();
    const served = await serveWeb({ engine, rendererDir, port: options.port, log: engine.log });
    if (!served.ok) return complainOf(served.failure);
    controlPort = served.value.port;
    const { url } = served.value;
    await (options.json ? writeJsonLine({ event: 'serving', url }) : writeOut(`Hookproof is served at ${url}\n`));
    const kept = await keepUrl(engine.dataDir, url);
    if (!kept.ok) complainOf(kept.failure);
    const { listener } = await engine.handlers['app.state'](null);
    if (listener.kind === 'listening') complain(`capturing at ${listener.url}`);
    await stopped;
    await served.value.close();
    await forgetUrl(engine.dataDir);
    return EXIT.ok;
  } finally {
    await engine.close();
  }
}
