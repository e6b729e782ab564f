import type { Failure } from '../../../core/failure.ts';
import { refusalCounts } from '../../../core/listener.ts';
import { ok, type Result } from '../../../core/result.ts';
import type { Engine, Workers } from '../../engine.ts';
import { writeCaptures } from './capture-lines.ts';
import { openCliEngine } from './cli-engine.ts';
import { sayProblems } from './engine-problems.ts';
import { type ForwardTarget, forwardTarget } from './forward-target.ts';
import { createForwarding } from './forwarding.ts';
import { startTunnel, type TunnelOptions, tunnelSettings } from './listen-tunnel.ts';
import { type NamedSecret, type NamedSecretOptions, readNamedSecrets } from './named-secrets.ts';
import { complain, complainOf, EXIT, type ExitCode, misuse, writeJsonLine, writeOut } from './output.ts';
import { untilStopped } from './stopping.ts';

export interface ListenOptions extends NamedSecretOptions, TunnelOptions {
  readonly port?: number;
  readonly data?: string;
  readonly forward?: string;
  /** The `forward` target, which is not this machine, is meant. */
  readonly yes: boolean;
  readonly json: boolean;
}

/** `hookproof listen`: captures until it is stopped and writes a line for each request that is on disk and judged. */
export async function listen(options: ListenOptions, workers: Workers): Promise<ExitCode> {
  const stopped = untilStopped();
  const settings = tunnelSettings(options);
  if (!settings.ok) return misuse(settings.failure);
  const needs = await Promise.race([gather(options), stopped]);
  if (needs === undefined) {
    // Stopped while a secret was awaited there.
    process.stdin.destroy();
    return EXIT.ok;
  }
  if (!needs.ok) return complainOf(needs.failure, isOfNetwork(needs.failure) ? EXIT.failed : EXIT.usage);
  const { secrets, target } = needs.value;
  const opened = await openCliEngine(options, {
    workers,
    temporarySecrets: secrets,
    settings: settings.value,
    confirmedTargets: target !== null && options.yes ? [target.origin] : [],
  });
  if (!opened.ok) return complainOf(opened.failure);
  const engine = opened.value;
  try {
    const unknown = await firstUnknownScheme(engine, secrets);
    if (unknown !== null) return complainOf({ code: 'scheme-unknown', scheme: unknown }, EXIT.usage);
    return await run(engine, options, target, stopped);
  } finally {
    await engine.close();
  }
}

interface Needs {
  readonly secrets: readonly NamedSecret[];
  readonly target: ForwardTarget | null;
}

async function gather(options: ListenOptions): Promise<Result<Needs, Failure>> {
  const target = options.forward === undefined ? ok(null) : await forwardTarget(options.forward, options.yes);
  if (!target.ok) return target;
  const secrets = await readNamedSecrets(options);
  return secrets.ok ? ok({ secrets: secrets.value, target: target.value }) : secrets;
}

function isOfNetwork({ code }: Failure): boolean {
  return code === 'target-unreachable' || code === 'target-timeout';
}

/** The data folder's own schemes count, which only the engine knows. */
async function firstUnknownScheme(engine: Engine, secrets: readonly NamedSecret[]): Promise<string | null> {
  const known = new Set((await engine.handlers['schemes.list'](null)).map(({ id }) => id));
  return secrets.find(({ scheme }) => !known.has(scheme))?.scheme ?? null;
}

async function run(
  engine: Engine,
  options: ListenOptions,
  target: ForwardTarget | null,
  stopped: Promise<void>,
): Promise<ExitCode> {
  await sayProblems(engine);
  const forwarding = target === null ? null : createForwarding(engine, target.url, options.json);
  const lines = writeCaptures(engine, options.json, (capture) => {
    if (capture.kind === 'request') forwarding?.add(capture.id);
  });
  await engine.start();
  const { listener } = await engine.handlers['app.state'](null);
  // Why not, was said as the engine's problem.
  if (listener.kind !== 'listening') return EXIT.failed;
  const { port, url, insteadOf } = listener;
  if (target?.localPort === port) {
    return misuse(
      `--forward ${target.url} is the capture port itself: each request would be captured and sent for ever.`,
    );
  }
  if (insteadOf !== null) complain(`port ${insteadOf} is taken; using ${port} instead.`);
  await (options.json ? writeJsonLine({ event: 'listening', port, url }) : writeOut(`Capturing at ${url}\n`));
  if (options.tunnel !== undefined) await startTunnel(engine, options.json);
  await stopped;
  forwarding?.stop();
  await engine.stop();
  await lines.written();
  forwarding?.end();
  const { listenerCounters } = await engine.handlers['app.state'](null);
  for (const { count, words } of refusalCounts(listenerCounters)) complain(`${count} refused: ${words}`);
  return EXIT.ok;
}
