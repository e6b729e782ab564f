/** The causes under which a body as received differs from the body as signed. */
export type BodyCause =
  | 'body-reserialised'
  | 'body-newline'
  | 'body-charset'
  | 'body-decoded'
  | 'body-empty'
  | 'body-truncated';

/** A body that may have been signed in place of the received one, and how it comes from it. */
export interface BodyForm {
  readonly cause: BodyCause;
  /** What was done, in the words of the field: `Python json.dumps, compact`. Distinct among the forms of one body. */
  readonly form: string;
  readonly bytes: Uint8Array;
}

/**
 * Content codings (RFC 9110 8.4.1), which core has no means to compute. Both answer null for a coding they do not know, for
 * broken input and for a result over the bound; neither throws.
 */
export interface ContentCodec {
  /** `coding` in lower case: `gzip`, `deflate`, `br`, `zstd`. */
  decode(coding: string, bytes: Uint8Array, maxBytes: number): Uint8Array | null;
  encode(coding: string, bytes: Uint8Array): Uint8Array | null;
}
