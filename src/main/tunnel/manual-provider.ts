import type { TunnelCapabilities } from '../../core/tunnel.ts';
import type { TunnelProvider } from './provider.ts';

export const manualCapabilities: TunnelCapabilities = {
  id: 'manual',
  name: 'A public URL of your own',
  requestedName: 'none',
  fidelity: { body: 'unknown', headers: 'unknown', trailers: false },
  note: 'You run the tunnel or proxy yourself; Hookproof only checks that the URL leads here, and cannot know what changes on the way.',
};

/** Tunnels of others count every request against a quota (ngrok: 20,000 a month), and nothing here can be reopened. */
const PROBE_INTERVAL_MS = 5 * 60_000;

/** A URL that leads here by means of the user's. There is nothing to open; checks say whether it works. */
export function createManualProvider(url: () => string): TunnelProvider {
  return {
    capabilities: manualCapabilities,
    async open() {
      return {
        kind: 'open',
        link: {
          url: url().replace(/\/+$/, ''),
          reopens: false,
          probeIntervalMs: PROBE_INTERVAL_MS,
          served: () => null,
          close: async () => undefined,
        },
      };
    },
  };
}
