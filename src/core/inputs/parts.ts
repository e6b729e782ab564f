import { z } from 'zod';

// What the inputs of several commands have in common.

export const KiB = 1024;
export const MiB = 1024 * KiB;

/** Bodies are asked for in slices of at most this. */
export const MAX_SLICE_BYTES = 16 * MiB;
/** The largest body a draft may hold: twice the default body limit. Larger captures are replayed by id, not edited. */
export const MAX_DRAFT_BODY_BYTES = 64 * MiB;

export const identifier = z.string().max(200);
export const name = z.string().max(1000);
export const url = z.string().max(64 * KiB);
/** A PEM chain or a JWKS is the largest secret; the store keeps it sealed in one piece. */
export const secretValue = z.string().max(256 * KiB);
const moment = z.int().min(0).max(8.64e15).nullable().exactOptional();
export const validity = { validFrom: moment, validUntil: moment };
export const rowId = z.int().min(0);
export const slice = { offset: z.int().min(0), maxBytes: z.int().min(1).max(MAX_SLICE_BYTES) };

export const bytes = (max: number) =>
  z.instanceof(Uint8Array).refine((value) => value.length <= max, `over ${max} bytes`);

export const headerList = z.array(z.tuple([z.string().max(16 * KiB), z.string().max(MiB)])).max(10_000);

export const signing = z.strictObject({ scheme: identifier, secretId: identifier, signedUrl: url.nullable() });

export const draft = z.strictObject({
  method: z.string().max(1000),
  url,
  headers: headerList,
  body: bytes(MAX_DRAFT_BODY_BYTES),
  signing: signing.nullable(),
});

export const filter = z.strictObject({
  endpointId: identifier.exactOptional(),
  method: z.string().max(1000).exactOptional(),
  path: url.exactOptional(),
  scheme: identifier.exactOptional(),
  verdict: z.enum(['verified', 'failed', 'unchecked', 'malformed']).exactOptional(),
  deliveryId: z.string().max(1000).exactOptional(),
  retry: z.boolean().exactOptional(),
  texts: z
    .array(z.string().max(64 * KiB))
    .max(50)
    .exactOptional(),
});

export const endpointReply = z.strictObject({ status: z.int(), headers: headerList, body: bytes(16 * MiB) });
