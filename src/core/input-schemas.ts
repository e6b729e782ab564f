import { z } from 'zod';
import { auditFileFormats, checkIds } from './audit/audit.ts';
import type { CommandName, Input } from './contract.ts';
import { MAX_BURST_CONCURRENCY, MAX_BURST_REQUESTS } from './deliver/burst.ts';
import { deliveryPolicySchema } from './deliver/policy.ts';
import { speeds } from './deliver/speed.ts';
import { MAX_QUEUE_PAGE } from './forward/queue.ts';
import {
  bytes,
  draft,
  endpointReply,
  filter,
  headerList,
  identifier,
  KiB,
  MAX_DRAFT_BODY_BYTES,
  MiB,
  name,
  rowId,
  secretValue,
  signing,
  slice,
  url,
  validity,
} from './inputs/parts.ts';
import { replySettings } from './inputs/reply-settings.ts';
import { settingsPatch } from './inputs/settings-patch.ts';
import { MAX_SCHEME_FILE_CHARS } from './signature/own-recipe-file.ts';
import type { RecipeInput } from './signature/recipe.ts';
import { codeLanguages } from './verification-code/code-language.ts';
import { MAX_CODINGS, MAX_ENCODED_BYTES } from './view/content-coding.ts';

/**
 * What may come over the boundary as a command's input: shapes and sizes. They refuse what no screen of ours sends; what a
 * user may have typed wrong passes here and is answered by its part with a `Failure` in the user's words.
 */

const attemptOrigin = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('replay'), captureId: rowId, mode: z.enum(['exact', 'resigned', 'edited']) }),
  z.strictObject({ kind: z.literal('forge') }),
  z.strictObject({ kind: z.literal('collection'), collectionId: identifier, itemId: identifier }),
]);

/** Only that it is an object: what is wrong with a recipe is said by the engine, field by field, in the user's words. */
const recipe = z.custom<RecipeInput>((value) => typeof value === 'object' && value !== null && !Array.isArray(value));

/** The last moment a date can hold. */
const MAX_TIME_MS = 8.64e15;
/** Five minutes: what the most patient provider can be set to. */
const MAX_AUDIT_DEADLINE_MS = 300_000;
/** As many as tell two recipes apart, several times over. */
const MAX_DISCOVERY_REQUESTS = 20;
/** More than any list of secrets a person keeps for one endpoint. */
const MAX_CHECKED_SECRETS = 100;

const checkedRequest = z.strictObject({
  method: z.string().max(1000),
  url,
  headers: headerList,
  body: bytes(MAX_DRAFT_BODY_BYTES),
});

const givenSecret = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pasted'), value: secretValue }),
  z.strictObject({ kind: z.literal('stored'), id: identifier }),
]);

const givenRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('capture'), id: rowId }),
  z.strictObject({ kind: z.literal('pasted'), request: checkedRequest }),
]);

const auditOrder = z.strictObject({
  run: identifier,
  target: url,
  scheme: identifier,
  secretId: identifier,
  requestFrom: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('template'), id: identifier }),
      z.strictObject({ kind: z.literal('capture'), id: rowId }),
    ])
    .nullable(),
  signedUrl: url.nullable(),
  expectations: z.strictObject({
    duplicates: z.enum(['accept', 'reject']),
    deadlineMs: z.number().min(1).max(MAX_AUDIT_DEADLINE_MS).nullable(),
    timing: z.boolean(),
    verifyToken: secretValue.nullable(),
  }),
});

const burstPlan = z.strictObject({
  count: z.int().min(1).max(MAX_BURST_REQUESTS),
  concurrency: z.int().min(1).max(MAX_BURST_CONCURRENCY),
  ...deliveryPolicySchema.pick({ repeat: true, deadlineMs: true, verifyTls: true }).shape,
});

const queueTarget = z.strictObject({ endpointId: identifier, targetId: identifier });

const nothing = z.null();
const byId = z.strictObject({ id: identifier });
const byRowId = z.strictObject({ id: rowId });

const longer = z.boolean().exactOptional();

export const inputSchemas = {
  'app.state': nothing,

  'captures.list': z.strictObject({
    filter,
    before: rowId.nullable(),
    after: rowId.exactOptional(),
    limit: z.int().min(1).max(500),
    withinMs: z.int().min(10).max(10_000).exactOptional(),
  }),
  'captures.get': byRowId,
  'captures.bytes': z.strictObject({ id: rowId, part: z.enum(['body', 'raw', 'reply']), ...slice }),
  'captures.explain': z.strictObject({ id: rowId, scheme: identifier.nullable() }),
  'captures.diagnose': z.strictObject({ run: identifier, id: rowId, scheme: identifier.nullable(), longer }),
  'captures.draft': z.strictObject({ id: rowId, target: url, resign: z.boolean() }),
  'captures.clear': z.strictObject({ filter }),
  'captures.restore': z.strictObject({ token: identifier }),

  'bodies.decode': z.strictObject({
    bytes: bytes(MAX_ENCODED_BYTES),
    codings: z
      .array(z.enum(['gzip', 'deflate', 'br', 'zstd']))
      .min(1)
      .max(MAX_CODINGS),
    incomplete: z.boolean(),
  }),

  'signatures.check': z.strictObject({
    run: identifier,
    request: checkedRequest,
    scheme: identifier.nullable(),
    secrets: z.array(givenSecret).max(MAX_CHECKED_SECRETS),
    nowMs: z.int().min(0).max(MAX_TIME_MS).nullable(),
    longer,
  }),
  'signatures.discover': z.strictObject({
    run: identifier,
    requests: z.array(givenRequest).min(1).max(MAX_DISCOVERY_REQUESTS),
    secret: givenSecret,
    url: url.nullable(),
    ignoreCatalogue: z.boolean(),
  }),
  'signatures.cancel': z.strictObject({ run: identifier }),

  'audits.run': auditOrder,
  'audits.cancel': z.strictObject({ run: identifier }),
  'audits.draft': z.strictObject({ run: identifier, check: z.enum(checkIds), index: z.int().min(0) }),
  'audits.export': z.strictObject({ run: identifier, format: z.enum(auditFileFormats) }),

  'schemes.list': nothing,
  'schemes.code': z.strictObject({ scheme: identifier, language: z.enum(codeLanguages) }),
  'templates.list': nothing,

  'recipes.list': nothing,
  'recipes.save': z.strictObject({ id: identifier.nullable(), name, recipe }),
  'recipes.import': z.strictObject({ text: z.string().max(MAX_SCHEME_FILE_CHARS) }),
  'recipes.delete': byId,

  'endpoints.create': z.strictObject({ name, path: url }),
  'endpoints.update': z.strictObject({
    id: identifier,
    name: name.exactOptional(),
    path: url.exactOptional(),
    scheme: identifier.nullable().exactOptional(),
    publicUrl: url.nullable().exactOptional(),
    reply: endpointReply.exactOptional(),
    replying: replySettings.exactOptional(),
  }),
  'endpoints.delete': byId,
  'endpoints.confirmSubscription': z.strictObject({ captureId: rowId }),

  'secrets.add': z.strictObject({
    endpointId: identifier,
    label: name,
    scheme: identifier.nullable(),
    value: secretValue,
    ...validity,
  }),
  'secrets.update': z.strictObject({
    id: identifier,
    label: name.exactOptional(),
    scheme: identifier.nullable().exactOptional(),
    value: secretValue.exactOptional(),
    ...validity,
  }),
  'secrets.delete': byId,
  'secrets.reveal': byId,

  'keys.place': z.strictObject({ captureId: rowId, scheme: identifier }),
  'keys.fetch': z.strictObject({ captureId: rowId, scheme: identifier }),
  'keys.newPair': z.strictObject({
    endpointId: identifier,
    scheme: identifier,
    label: name,
    identifier: name.nullable(),
  }),
  'keys.publicHalf': z.strictObject({ secretId: identifier }),

  'tunnel.start': nothing,
  'tunnel.stop': nothing,
  'tunnel.rename': z.strictObject({ name }),

  'send.replay': z.strictObject({ captureId: rowId, url, signing: signing.nullable() }),
  'send.draft': z.strictObject({ draft, origin: attemptOrigin }),
  'send.confirmTarget': z.strictObject({ origin: url }),
  'drafts.sign': z.strictObject({ draft }),

  'deliveries.start': z.strictObject({
    draft,
    scheme: identifier.nullable(),
    policy: deliveryPolicySchema,
    speed: z.literal(speeds),
  }),
  'deliveries.cancel': byId,
  'deliveries.list': nothing,
  'bursts.start': z.strictObject({ draft, scheme: identifier.nullable(), plan: burstPlan }),
  'bursts.cancel': byId,
  'bursts.list': nothing,

  'queue.list': z.strictObject({ limit: z.int().min(0).max(MAX_QUEUE_PAGE) }),
  'queue.deliverNow': z.strictObject({ target: queueTarget.nullable() }),
  'queue.drop': z.union([
    z.strictObject({
      deliveries: z.array(z.strictObject({ captureId: rowId, targetId: identifier })).max(MAX_QUEUE_PAGE),
    }),
    z.strictObject({ target: queueTarget }),
  ]),

  'attempts.list': z.strictObject({ captureId: rowId.nullable(), limit: z.int().min(1).max(1000) }),
  'attempts.get': byRowId,
  'attempts.bytes': z.strictObject({ id: rowId, part: z.enum(['request', 'reply']), ...slice }),
  'attempts.draft': byRowId,

  'collections.list': nothing,
  'collections.create': z.strictObject({ name }),
  'collections.rename': z.strictObject({ id: identifier, name }),
  'collections.delete': byId,
  'collections.item': z.strictObject({ id: identifier, itemId: identifier }),
  'collections.saveItem': z.strictObject({ id: identifier, itemId: identifier.nullable(), name, draft }),
  'collections.deleteItem': z.strictObject({ id: identifier, itemId: identifier }),
  'collections.export': z.strictObject({ id: identifier, includeSensitive: z.boolean() }),
  'collections.import': z.strictObject({ text: z.string().max(64 * MiB) }),

  'settings.update': z.strictObject({ patch: settingsPatch }),
  'notices.dismiss': byId,
  'salvage.dismiss': z.null(),
  'log.rendererError': z.strictObject({ pane: name, name, stack: z.string().max(64 * KiB) }),
} satisfies { readonly [K in CommandName]: z.ZodType<Input<K>> };

export function isCommandName(value: unknown): value is CommandName {
  return typeof value === 'string' && Object.hasOwn(inputSchemas, value);
}
