import { z } from 'zod';
import { isTunnelName } from './tunnel.ts';

const MiB = 1024 * 1024;

/** Everything the user may set, with its limits; the settings file and the settings view both read this. */
export const settingsSchema = z.strictObject({
  /** Port of the capture listener on 127.0.0.1; 0 takes any free one. */
  listenPort: z.int().min(0).max(65535).default(8787),
  /** Largest body kept. More is answered with 413 and kept up to here, marked truncated. */
  bodyLimitBytes: z
    .int()
    .min(1024)
    .max(512 * MiB)
    .default(32 * MiB),
  capture: z
    .strictObject({
      /** Memory for requests that are being received or stored; more are answered with 503. At least one of the largest body. */
      memoryBytes: z
        .int()
        .min(16 * MiB)
        .max(4096 * MiB)
        .default(64 * MiB),
      /** From a request's first byte to its last, else it is answered with 408. */
      timeoutMs: z.int().min(1000).max(3_600_000).default(60_000),
      /** Requests that one sender may have under way at once through the tunnel; more are answered with 503. 0: no bound. */
      perSender: z.int().min(0).max(10_000).default(128),
    })
    .prefault({}),
  history: z
    .strictObject({
      /** Oldest captures go first when one of the three bounds is passed. 0: no bound. */
      maxCount: z.int().min(0).max(10_000_000).default(100_000),
      maxAgeDays: z.int().min(0).max(3650).default(90),
      maxBytes: z
        .int()
        .min(0)
        .max(1024 * 1024 * MiB)
        .default(4 * 1024 * MiB),
    })
    .prefault({}),
  tunnel: z
    .strictObject({
      provider: z.enum(['localtunnel', 'manual']).default('localtunnel'),
      /** Base URL of the localtunnel server. */
      host: z.url({ protocol: /^https?$/ }).default('https://loca.lt'),
      /** Requested subdomain; empty until the first start makes one. */
      name: z
        .string()
        .refine(
          (name) => name === '' || isTunnelName(name),
          'use 4 to 63 lower-case letters and digits, from 6 on with hyphens inside',
        )
        .default(''),
      /** The public URL of the manual provider, without a trailing slash. */
      manualUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).default(''),
    })
    .prefault({}),
  send: z
    .strictObject({
      /** Where replays and forged requests go unless the user says otherwise. Without a path: to the captured path. */
      target: z.string().max(4096).default('http://127.0.0.1:3000'),
      timeoutMs: z.int().min(100).max(300_000).default(30_000),
      verifyTls: z.boolean().default(true),
    })
    .prefault({}),
  /**
   * Whether providers' public keys are fetched from where they are published. `ask`: from a host to which the user said so
   * once, because a look-up tells the provider that somebody checks its webhooks here.
   */
  fetchKeys: z.enum(['ask', 'always', 'never']).default('ask'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
});

export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings: Settings = settingsSchema.parse({});

/** A change to some of the settings; sections are replaced field by field, not as a whole. */
export type SettingsPatch = {
  readonly [K in keyof Settings]?: Settings[K] extends object ? Partial<Settings[K]> : Settings[K];
};
