import { decode, encode } from '@msgpack/msgpack';
import { z } from 'zod';
import { callOutcomeSchema } from './call.ts';
import type { EventName } from './contract.ts';

/**
 * The web host's frames: MessagePack (https://github.com/msgpack/msgpack/blob/master/spec.md), one frame a WebSocket message.
 * Both sides check every frame's shape before they use it; a call's input is checked by its command's own schema.
 */

/** The WebSocket subprotocol. The page offers the access token beside it, which the server never names back. */
export const WIRE_PROTOCOL = 'hookproof';
export const WIRE_PATH = '/bridge';

/** The largest frame either side takes: a draft of `MAX_DRAFT_BODY_BYTES` with its headers. Bodies come in slices. */
export const MAX_FRAME_BYTES = 80 * 1024 * 1024;

const callSchema = z.strictObject({
  kind: z.literal('call'),
  id: z.int().min(0),
  name: z.string().max(100),
  input: z.unknown(),
});

const eventNames = {
  'captures.changed': true,
  'captures.removed': true,
  'attempts.added': true,
  'deliveries.changed': true,
  'bursts.changed': true,
  'queue.changed': true,
  'listener.changed': true,
  'listener.counted': true,
  'tunnel.changed': true,
  'endpoints.changed': true,
  'rules.counted': true,
  'secrets.changed': true,
  'keys.changed': true,
  'settings.changed': true,
  'schemes.changed': true,
  'collections.changed': true,
  'notices.changed': true,
  'salvage.changed': true,
  'audits.progress': true,
  'indexing.progress': true,
  'judging.progress': true,
} satisfies Record<EventName, true>;

/** Every event, for hosts that pass all of them on. */
// The keys are exactly the event names: `satisfies` above refuses a missing and a foreign one.
export const EVENT_NAMES = Object.keys(eventNames) as EventName[];

const isEventName = (value: unknown): value is EventName =>
  typeof value === 'string' && Object.hasOwn(eventNames, value);

const toPageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reply'), id: z.int().min(0), outcome: callOutcomeSchema }),
  z.strictObject({ kind: z.literal('event'), name: z.custom<EventName>(isEventName), event: z.unknown() }),
]);

/** From the page to the engine. */
export type CallFrame = z.infer<typeof callSchema>;
/** From the engine to the page. */
export type PageFrame = z.infer<typeof toPageSchema>;

export function encodeFrame(frame: CallFrame | PageFrame): Uint8Array<ArrayBuffer> {
  // An absent and an undefined property mean the same to a reader; MessagePack has no undefined and would send null.
  return encode(frame, { ignoreUndefined: true });
}

/** undefined for anything that is not a call. */
export function decodeCallFrame(bytes: Uint8Array): CallFrame | undefined {
  return decodeAs(callSchema, bytes);
}

/** undefined for anything that is not a reply or an event. */
export function decodePageFrame(bytes: Uint8Array): PageFrame | undefined {
  return decodeAs(toPageSchema, bytes);
}

function decodeAs<T>(schema: z.ZodType<T>, bytes: Uint8Array): T | undefined {
  let value: unknown;
  try {
    value = decode(bytes);
  } catch {
    // The decoder's one way to refuse bytes that are not MessagePack, which is this function's answer.
    return undefined;
  }
  return schema.safeParse(value).data;
}
