import { z } from 'zod';
import {
  MAX_FALLBACK_BODY_BYTES,
  MAX_FORWARD_TARGETS,
  MAX_RULES,
  MAX_TEMPLATE_CHARS,
} from '../reply/reply-settings.ts';
import { bytes, endpointReply, headerList, identifier, KiB, name, url } from './parts.ts';

const textTest = z.strictObject({
  how: z.enum(['equals', 'begins-with', 'contains', 'glob']),
  text: z.string().max(64 * KiB),
});

const ruleAction = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('reply'),
    status: z.int(),
    headers: headerList,
    body: z.string().max(MAX_TEMPLATE_CHARS),
    delayMs: z.number(),
    bytesPerSecond: z.number().nullable(),
  }),
  z.strictObject({ kind: z.literal('reset'), delayMs: z.number() }),
  z.strictObject({ kind: z.literal('reject-failed') }),
]);

const replyRule = z.strictObject({
  id: identifier,
  name,
  isOn: z.boolean(),
  when: z.strictObject({
    method: z.string().max(1000).nullable(),
    path: textTest.nullable(),
    header: z.strictObject({ name, test: textTest }).nullable(),
    json: z.strictObject({ path: name, equals: z.string().max(64 * KiB) }).nullable(),
    verdict: z.enum(['verified', 'failed', 'unchecked']).nullable(),
  }),
  action: ruleAction,
});

export const replySettings = z.strictObject({
  handshakes: z.strictObject({ on: z.boolean(), awaitsSecret: z.boolean() }),
  rules: z.array(replyRule).max(MAX_RULES),
  forward: z
    .strictObject({
      targets: z
        .array(z.strictObject({ id: identifier, url, eventTypes: z.array(name).max(1000), isDefault: z.boolean() }))
        .max(MAX_FORWARD_TARGETS),
      timeoutMs: z.number(),
      fallback: endpointReply.extend({ body: bytes(MAX_FALLBACK_BODY_BYTES) }),
      queue: z.boolean(),
      queueServerErrors: z.boolean(),
    })
    .nullable(),
});
