import type { CaptureId } from '../../../core/capture.ts';
import type { Engine, Workers } from '../../engine.ts';
import { captureJson } from './capture-json.ts';
import { captureLine } from './capture-line.ts';
import { openCliEngine } from './cli-engine.ts';
import { complain, complainOf, EXIT, type ExitCode, terminalSafe, writeJsonLine, writeOut } from './output.ts';
import { readSecret } from './secret-source.ts';
import { untilStopped } from './stopping.ts';

export interface ListenOptions {
  readonly port?: number;
  readonly data?: string;
  readonly forward?: string;
  readonly tunnel?: string;
  /** `SCHEME=FILE`, any number. */
  readonly secretFile: readonly string[];
  readonly yes: boolean;
  readonly json: boolean;
}

/** `hookproof listen`: captures until it is stopped and writes a line for each request that is on disk and judged. */
export async function listen(options: ListenOptions, workers: Workers): Promise<ExitCode> {
  const temporarySecrets = [];
  for (const pair of options.secretFile) {
    const [scheme, file] = splitOnce(pair);
    if (scheme === '' || file === '') {
      complain(`--secret-file ${pair}: write SCHEME=FILE, such as github=secret.txt.`);
      return EXIT.usage;
    }
    const secret = await readSecret({ secretFile: file });
    if (!secret.ok) return complainOf(secret.failure);
    temporarySecrets.push({ scheme, label: file, value: secret.value ?? '' });
  }
  const opened = await openCliEngine({ ...options, temporarySecrets }, { workers });
  if (!opened.ok) return complainOf(opened.failure);
  const engine = opened.value;
  try {
    return await run(engine, options);
  } finally {
    await engine.close();
  }
}

async function run(engine: Engine, options: ListenOptions): Promise<ExitCode> {
  const lines = createLines(engine, options);
  await engine.start();
  const { listener } = await engine.handlers['app.state'](null);
  if (listener.kind !== 'listening') {
    complain(`Nothing is captured: port ${options.port ?? ''} could not be opened. Choose another one with --port.`);
    return EXIT.failed;
  }
  if (listener.insteadOf !== null) complain(`port ${listener.insteadOf} is taken; using ${listener.port} instead.`);
  const { port, url } = listener;
  await (options.json ? writeJsonLine({ event: 'listening', port, url }) : writeOut(`Capturing at ${url}\n`));
  if (options.tunnel !== undefined) {
    const started = await startTunnel(engine, options.tunnel, options.json);
    if (started !== EXIT.ok) return started;
  }
  await untilStopped();
  await engine.stop();
  await lines.written();
  return EXIT.ok;
}

/** Writes captures in the order of their arrival, each once, as soon as its verdict is known. */
function createLines(engine: Engine, options: ListenOptions): { written(): Promise<void> } {
  let last: Promise<void> = Promise.resolve();
  let newest: CaptureId = 0;
  async function line(id: CaptureId): Promise<void> {
    const detail = await engine.handlers['captures.get']({ id });
    if (!detail.ok) return;
    const capture = detail.value;
    await (options.json ? writeJsonLine(captureJson(capture)) : writeOut(`${captureLine(capture)}\n`));
    if (options.forward !== undefined && capture.kind === 'request') await forward(id, options.forward);
  }
  async function forward(id: CaptureId, url: string): Promise<void> {
    if (options.yes) await engine.handlers['send.confirmTarget']({ origin: originOf(url) });
    const sent = await engine.handlers['send.replay']({ captureId: id, url, signing: null });
    if (!sent.ok) complainOf(sent.failure);
    else if (sent.value.outcome.kind === 'failed') complainOf(sent.value.outcome.failure);
    else if (options.json) await writeJsonLine({ event: 'forwarded', id, url, status: sent.value.outcome.status });
    else await writeOut(`#${id} → ${terminalSafe(url)}: ${sent.value.outcome.status}\n`);
  }
  engine.on('captures.changed', ({ rows }) => {
    for (const row of rows) {
      if (row.verdicts.length === 0 || row.id <= newest) continue;
      newest = row.id;
      last = last.then(() => line(row.id));
    }
  });
  return { written: () => last };
}

async function startTunnel(engine: Engine, id: string, json: boolean): Promise<ExitCode> {
  const { tunnelProviders } = await engine.handlers['app.state'](null);
  const provider = tunnelProviders.find((candidate) => candidate.id === id);
  if (provider === undefined) {
    complain(`There is no tunnel “${id}”. Choose one of: ${tunnelProviders.map((one) => one.id).join(', ')}.`);
    return EXIT.usage;
  }
  let shown = '';
  engine.on('tunnel.changed', ({ state, reason, message, url }) => {
    const key = `${state} ${reason} ${url}`;
    if (key === shown) return;
    shown = key;
    void (json ? writeJsonLine({ event: 'tunnel', state, reason, message, url }) : writeOut(`Tunnel: ${message}\n`));
  });
  const chosen = await engine.handlers['settings.update']({ patch: { tunnel: { provider: provider.id } } });
  if (!chosen.ok) return complainOf(chosen.failure);
  const started = await engine.handlers['tunnel.start'](null);
  return started.ok ? EXIT.ok : complainOf(started.failure);
}

function originOf(url: string): string {
  return /^https?:\/\/[^/?#]+/i.exec(url)?.[0] ?? url;
}

function splitOnce(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return at === -1 ? ['', ''] : [pair.slice(0, at), pair.slice(at + 1)];
}
