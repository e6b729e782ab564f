import { z } from 'zod';
import { parseTemplate } from './template.ts';

/**
 * A way of signing written as data: where the signature and the timestamp stand, what is signed, and how the secret
 * becomes a key. The engine fixes the rest once for every recipe: raw bytes, strict decoding, constant-time comparison,
 * every candidate tried, only the named version counted, a duplicate refused. The descriptions are also what the JSON view
 * shows of a property.
 */

const headerName = z
  .string()
  .regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,200}(\{n\})?$/, 'is not a header name (letters, digits and hyphens)');
const fieldName = z.string().min(1, 'is empty').max(200, 'is over 200 characters');
const separator = z.string().min(1, 'is empty').max(10, 'is over 10 characters');
const seconds = z.number('is not a number of seconds').min(0, 'is negative').max(31_536_000, 'is over a year');

const signatureSchema = z
  .strictObject({
    in: z
      .enum(['header', 'json', 'form'], 'is not header, json or form')
      .default('header')
      .describe('Where the signature stands: in a header, in the JSON body, or in a field of the form body.'),
    names: z
      .array(fieldName, 'is not a list of names')
      .min(1, 'names no field')
      .max(100, 'names over 100 fields')
      .describe(
        'Header names in the provider’s case, or JSON paths, or form fields. Several: any of them may carry a signature. A {n} at the end of a header name stands for 1 to 100.',
      ),
    separator: separator
      .exactOptional()
      .describe('Between the items of a list (“v1=…,v1=…”). Left out: the whole value is one item.'),
    assign: separator
      .exactOptional()
      .describe(
        'Between an item’s name and its value. Only items named as “version” says are signatures; the others are fields.',
      ),
    version: fieldName.exactOptional().describe('The name of the items that are signatures (“v1”).'),
    positional: fieldName
      .exactOptional()
      .describe('The list’s first item is this field instead of a signature (“timestamp”).'),
    encoding: z
      .enum(['hex', 'base64', 'base64url'], 'is not hex, base64 or base64url')
      .default('hex')
      .describe('How the signature’s bytes are written.'),
    prefix: z
      .string()
      .min(1, 'is empty')
      .max(100, 'is over 100 characters')
      .exactOptional()
      .describe('In front of the encoded signature (“sha256=”): accepted with and without, always written.'),
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
  in: z
    .enum(['header', 'signature', 'json'], 'is not header, signature or json')
    .describe('Where the timestamp stands: in a header, in the signature’s own list, or in the JSON body.'),
  name: fieldName.describe('The header, the item of the signature’s list, or the JSON path.'),
  unit: z
    .enum(['s', 'ms', 'iso', 'http-date'], 'is not s, ms, iso or http-date')
    .default('s')
    .describe('“http-date” is written as an HTTP date (RFC 9110, section 5.6.7) and also read as ISO 8601.'),
  toleranceSeconds: seconds.nullable().describe('The largest age in seconds. null: the provider defines no window.'),
  futureSeconds: seconds
    .nullable()
    .exactOptional()
    .describe('The furthest ahead of this machine’s clock. null: any. Left out: as far as “toleranceSeconds”.'),
});

const secretPrefix = z
  .string()
  .min(1, 'is empty')
  .refine((prefix) => prefix.split('{word}').length <= 2, 'has more than one {word}');

const secretSchema = z.strictObject({
  strip: z
    .array(secretPrefix)
    .exactOptional()
    .describe(
      'Prefixes taken off in this order where they are there (“whsec_”). A {word} in one stands for letters, digits and underscores, as many as there are (“signkey-{word}-”).',
    ),
  encoding: z
    .enum(['utf8', 'hex', 'base64'], 'is not utf8, hex or base64')
    .default('utf8')
    .describe('How the pasted secret becomes the bytes of the key.'),
  normalize: z.enum(['NFKD']).exactOptional().describe('Unicode normalisation before that.'),
  hash: z.enum(['sha1', 'sha256']).exactOptional().describe('The key is this hash of the decoded secret.'),
});

export const recipeSchema = z.strictObject({
  algorithm: z
    .enum(
      ['hmac-sha1', 'hmac-sha256', 'hmac-sha384', 'hmac-sha512', 'hash-sha256', 'token', 'basic', 'ed25519'],
      'is not a known algorithm',
    )
    .describe('How the signature is computed from the signed content and the secret.'),
  signature: signatureSchema.describe('Where the signature stands and how it is written.'),
  signed: z
    .string('is not a template')
    .max(2000, 'is over 2000 characters')
    .default('{body}')
    .superRefine((text, context) => {
      const template = parseTemplate(text);
      if (!template.ok) context.addIssue({ code: 'custom', message: template.failure });
    })
    .describe('What is signed, byte for byte: text with tokens in braces, such as {ts}.{body}.'),
  timestamp: timestampSchema.exactOptional().describe('Where the moment of signing stands, and how old it may be.'),
  secret: secretSchema.exactOptional().describe('How the secret becomes the key. Left out: its text as it is.'),
  forbidden: z
    .record(z.string(), z.string().min(1))
    .exactOptional()
    .describe(
      'Headers of the signed content that must not hold this text, because it separates them from what follows.',
    ),
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
