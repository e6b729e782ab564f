import { z } from 'zod';
import { settingsSchema } from '../settings.ts';
import { name, url } from './parts.ts';

/** Types only: the ranges are checked by the settings themselves, whose answer names the field. */
export const settingsPatch = z.strictObject({
  listenPort: z.number().exactOptional(),
  bodyLimitBytes: z.number().exactOptional(),
  capture: z
    .strictObject({
      memoryBytes: z.number().exactOptional(),
      timeoutMs: z.number().exactOptional(),
      perSender: z.number().exactOptional(),
    })
    .exactOptional(),
  history: z
    .strictObject({
      maxCount: z.number().exactOptional(),
      maxAgeDays: z.number().exactOptional(),
      maxBytes: z.number().exactOptional(),
    })
    .exactOptional(),
  tunnel: z
    .strictObject({
      provider: settingsSchema.shape.tunnel.unwrap().shape.provider.unwrap().exactOptional(),
      host: url.exactOptional(),
      name: name.exactOptional(),
      manualUrl: url.exactOptional(),
    })
    .exactOptional(),
  send: z
    .strictObject({
      target: url.exactOptional(),
      timeoutMs: z.number().exactOptional(),
      verifyTls: z.boolean().exactOptional(),
    })
    .exactOptional(),
  fetchKeys: settingsSchema.shape.fetchKeys.unwrap().exactOptional(),
  theme: settingsSchema.shape.theme.unwrap().exactOptional(),
});
