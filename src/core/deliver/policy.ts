import { z } from 'zod';
import { HIGHEST_STATUS, LOWEST_STATUS } from './statuses.ts';

/** The most there is of each; over what any provider is known to do. */
export const MAX_ATTEMPTS = 100;
export const MAX_DEADLINE_MS = 300_000;
/** Seven days: the longest wait between two attempts that a timer of the engine is set to. */
export const MAX_WAIT_SECONDS = 604_800;

const seconds = z.number().min(0).max(MAX_WAIT_SECONDS);
const status = z.int().min(LOWEST_STATUS).max(HIGHEST_STATUS);
const statuses = z
  .array(z.strictObject({ from: status, to: status }).refine(({ from, to }) => from <= to, 'from is above to'))
  .max(100)
  .readonly();

const waitsSchema = z.discriminatedUnion('kind', [
  /** One a pause; when there are more pauses, the last one again. */
  z.strictObject({ kind: z.literal('list'), seconds: z.array(seconds).min(1).max(MAX_ATTEMPTS).readonly() }),
  /** `first`, then each `factor` times the one before, up to `max`. */
  z.strictObject({
    kind: z.literal('exponential'),
    first: seconds,
    factor: z.number().min(1).max(100),
    max: seconds.nullable(),
  }),
]);

/**
 * What one attempt has in common with the next: every byte; all but timestamp and signature; or only the event, under a
 * delivery id of its own. A new id needs a new signature wherever the id is signed, so there is no fourth way.
 */
export const repeats = ['same-bytes', 'fresh-signature', 'new-id'] as const;
const repeatSchema = z.enum(repeats);

/** How a provider delivers one event: everything that decides when it is sent again, and as what. */
export const deliveryPolicySchema = z.strictObject({
  /** Replies that are taken as received. */
  success: statuses.refine((ranges) => ranges.length > 0, 'no reply would ever be a success'),
  /** Text that the body of such a reply has to be, without white space around it; null: any. */
  replyBody: z.string().max(1000).nullable(),
  /** From the start of an attempt to the end of its reply, ms. */
  deadlineMs: z.int().min(100).max(MAX_DEADLINE_MS),
  /** In all, the first one included. */
  attempts: z.int().min(1).max(MAX_ATTEMPTS),
  /** From the end of one attempt to the start of the next. */
  waits: waitsSchema,
  /** Replies after which it is sent again. Any other one that is no success is the end. */
  retried: statuses,
  /** Whether it is sent again after a deadline that passed or a connection that failed. */
  retriesNoReply: z.boolean(),
  repeat: repeatSchema,
  /** Added to the request, or in the place of its headers of that name. Byte strings. */
  headers: z
    .array(z.tuple([z.string().max(1000), z.string().max(10_000)]).readonly())
    .max(100)
    .readonly(),
  verifyTls: z.boolean(),
});

export type DeliveryPolicy = z.infer<typeof deliveryPolicySchema>;
export type Waits = DeliveryPolicy['waits'];
export type Repeat = z.infer<typeof repeatSchema>;
