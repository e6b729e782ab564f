import { fail, ok, type Result } from '../../../core/result.ts';
import { type Settings, type SettingsPatch, settingsSchema } from '../../../core/settings.ts';
import type { Engine } from '../../engine.ts';
import { complainOf, writeJsonLine, writeOut } from './output.ts';

export interface TunnelOptions {
  readonly tunnel?: string;
  readonly tunnelUrl?: string;
}

/** The tunnel asked for as settings of this run. The failure is one sentence. */
export function tunnelSettings({ tunnel, tunnelUrl }: TunnelOptions): Result<SettingsPatch, string> {
  if (tunnelUrl !== undefined && tunnel !== 'manual') return fail('--tunnel-url belongs to --tunnel manual.');
  if (tunnel === undefined) return ok({});
  const provider = providers.find((id) => id === tunnel);
  if (provider === undefined) return fail(`--tunnel is one of: ${providers.join(', ')}.`);
  if (tunnelUrl === undefined) return ok({ tunnel: { provider } });
  const patch: SettingsPatch = { tunnel: { provider, manualUrl: tunnelUrl } };
  return settingsSchema.safeParse(patch).success
    ? ok(patch)
    : fail('--tunnel-url is the public URL that leads here, such as https://hooks.example.com.');
}

const providers: readonly Settings['tunnel']['provider'][] = ['localtunnel', 'manual'];

/** Opens it and says each change of its state. When it does not start, that is said and capturing goes on. */
export async function startTunnel(engine: Engine, json: boolean): Promise<void> {
  let shown = '';
  engine.on('tunnel.changed', ({ state, reason, message, url }) => {
    const key = `${state} ${reason} ${url}`;
    if (key === shown) return;
    shown = key;
    void (json ? writeJsonLine({ event: 'tunnel', state, reason, message, url }) : writeOut(`Tunnel: ${message}\n`));
  });
  const started = await engine.handlers['tunnel.start'](null);
  if (!started.ok) complainOf(started.failure);
}
