import type { CryptoPort } from './crypto-port.ts';
import type { CandidateSecret } from './scheme.ts';

/** How a provider writes what it publishes. */
export type PublishedForm =
  /** A JWK set (RFC 7517, section 5). */
  | { readonly kind: 'jwks' }
  /** JSON of X.509 certificates in PEM, by the ids of their keys. */
  | { readonly kind: 'certificates' }
  /** PEM: the signing certificate first, perhaps the ones above it after it. One of its names fits `name`. */
  | { readonly kind: 'certificate'; readonly name: RegExp }
  /** JSON with a public key in PEM at a dotted path. */
  | { readonly kind: 'json'; readonly path: string };

/**
 * Where the key of one request can be had by anybody, without an account. A request may name the place (a certificate's
 * URL), but the scheme decides whether it is the provider's own.
 */
export interface KeySource {
  /** https, without a port. */
  readonly url: string;
  /** The provider's hosts, whole: checked again by whoever fetches, against the URL as its own parser reads it. */
  readonly host: string | RegExp;
  readonly form: PublishedForm;
  /** The key the signature names; null where it names none. */
  readonly keyId: string | null;
  /** What a customer pastes in front of the key (a webhook id, an audience), which the provider does not publish. */
  readonly identifier?: { readonly shape: RegExp; readonly required: boolean };
}

/** What verdicts name in place of a stored secret's id. */
export const PUBLISHED_KEY_ID = 'published-key';

/** A fixed place, without what a request adds. */
export function fixedSource(url: string, form: PublishedForm): Pick<KeySource, 'url' | 'host' | 'form'> {
  const host = /^https:\/\/([a-z0-9.-]+)\//.exec(url)?.[1];
  if (host === undefined) throw new TypeError(`${url} is no place to fetch a key from`);
  return { url, host, form };
}

/** The secrets with the fetched key among them: by itself, or behind each identifier that was stored without a key. */
export function withPublishedKey(
  source: KeySource,
  secrets: readonly CandidateSecret[],
  key: CandidateSecret,
  crypto: CryptoPort,
): readonly CandidateSecret[] {
  const { identifier } = source;
  if (identifier === undefined) return [...secrets, key];
  const isLone = ({ value }: CandidateSecret) =>
    identifier.shape.test(value.trim()) && crypto.readKeys(value).length === 0;
  const named = secrets.filter(isLone);
  const others = secrets.filter((secret) => !named.includes(secret));
  const joined = named.map(({ id, value }) => ({ id, value: `${value.trim()}\n${key.value}` }));
  return [...others, ...joined, ...(identifier.required || joined.length > 0 ? [] : [key])];
}
