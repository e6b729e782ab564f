import { z } from 'zod';
import { parseTemplate } from './template.ts';

/**
 * A way of signing written as data: where the signature and the timestamp stand, what is signed, and how the secret
 * becomes a key. The engine fixes the rest once for every recipe: raw bytes, strict decoding, constant-time comparison,
 * every candidate tried, only the named version counted, a duplicate refused.
 */

const headerName = z
  .string()
  .regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,200}(\{n\})?$/, 'is not a header name (letters, digits and hyphens)');
const fieldName = z.string().min(1, 'is empty').max(200, 'is over 200 characters');
const separator = z.string().min(1, 'is empty').max(10, 'is over 10 characters');
const seconds = z.number('is not a number of seconds').min(0, 'is negative').max(31_536_000, 'is over a year');

const signatureSchema = z
  .strictObject({
    in: z.enum(['header', 'json', 'form'], 'is not header, json or form').default('header'),
    /**
     * Header names in the provider's case, or JSON paths, or form fields. Several: any of them may carry a signature.
     * A `{n}` at the end of a header name stands for 1 to 100.
     */
    names: z.array(fieldName, 'is not a list of names').min(1, 'names no field').max(100, 'names over 100 fields'),
    /** Between the items of a list ("v1=…,v1=…"). Absent: the whole value is one item. */
    separator: separator.exactOptional(),
    /** Between an item's name and value; only items named `version` are signatures, the others are fields. */
    assign: separator.exactOptional(),
    version: fieldName.exactOptional(),
    /** The list's first item is this field instead of a signature. */
    positional: fieldName.exactOptional(),
    encoding: z.enum(['hex', 'base64', 'base64url'], 'is not hex, base64 or base64url').default('hex'),
    /** In front of the encoded signature; accepted with and without, always written. */
    prefix: z.string().min(1, 'is empty').max(100, 'is over 100 characters').exactOptional(),
  })
  .refine((signature) => (signature.assign === undefined) === (signature.version === undefined), {
    message: 'needs both “assign” and “version”, or neither',
  })
  .refine(
    (signature) => signature.in !== 'header' || signature.names.every((name) => headerName.safeParse(name).success),
    {
      message: 'has a name that is not a header name (letters, digits and hyphens)',
      path: ['names'],
    },
  );

const timestampSchema = z.strictObject({
  /** `signature`: a field of the signature's own header. */
  in: z.enum(['header', 'signature', 'json'], 'is not header, signature or json'),
  name: fieldName,
  /** `http-date`: written as an HTTP date (RFC 9110, section 5.6.7) and also read as ISO 8601. */
  unit: z.enum(['s', 'ms', 'iso', 'http-date'], 'is not s, ms, iso or http-date').default('s'),
  /** Largest age; null: the provider defines no window. */
  toleranceSeconds: seconds.nullable(),
  /** Furthest ahead of our clock; null: any; absent: as far as `toleranceSeconds`. */
  futureSeconds: seconds.nullable().exactOptional(),
});

const secretPrefix = z
  .string()
  .min(1, 'is empty')
  .refine((prefix) => prefix.split('{word}').length <= 2, 'has more than one {word}');

const secretSchema = z.strictObject({
  /**
   * Prefixes taken off in this order where present ("whsec_"). A `{word}` in one stands for one or more letters, digits
   * and underscores ("signkey-{word}-"), as many as there are.
   */
  strip: z.array(secretPrefix).exactOptional(),
  encoding: z.enum(['utf8', 'hex', 'base64'], 'is not utf8, hex or base64').default('utf8'),
  normalize: z.enum(['NFKD']).exactOptional(),
  /** The key is this hash of the decoded secret. */
  hash: z.enum(['sha1', 'sha256']).exactOptional(),
});

export const recipeSchema = z.strictObject({
  /** `hash-*`: a plain hash of content that holds the secret. `ed25519`: the secret is a public key or a seed. */
  algorithm: z.enum(
    ['hmac-sha1', 'hmac-sha256', 'hmac-sha384', 'hmac-sha512', 'hash-sha256', 'token', 'basic', 'ed25519'],
    'is not a known algorithm',
  ),
  signature: signatureSchema,
  /** What is signed, as a template: see `template.ts` for its tokens. */
  signed: z
    .string('is not a template')
    .max(2000, 'is over 2000 characters')
    .default('{body}')
    .superRefine((text, context) => {
      const template = parseTemplate(text);
      if (!template.ok) context.addIssue({ code: 'custom', message: template.failure });
    }),
  timestamp: timestampSchema.exactOptional(),
  secret: secretSchema.exactOptional(),
  /** Headers of the signed content that must not hold this text, because it separates them from what follows. */
  forbidden: z.record(z.string(), z.string().min(1)).exactOptional(),
});

export type Recipe = z.infer<typeof recipeSchema>;
/** A recipe as a person or a file writes it: what has a default may be left out. */
export type RecipeInput = z.input<typeof recipeSchema>;

/** What is wrong with a recipe, one line for each problem: "signature.names names no field". */
export function recipeProblems(error: z.ZodError): readonly string[] {
  return error.issues.map((issue) => {
    const where = issue.path.map(String).join('.');
    return where === '' ? issue.message : `${where} ${issue.message}`;
  });
}
