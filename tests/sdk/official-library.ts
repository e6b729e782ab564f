import { createRequire } from 'node:module';
import { parse } from 'node:querystring';
import type { HeaderList } from '../../src/core/http/headers.ts';
import type { SignedRequest } from '../../src/core/signature/verify.ts';
import type { Probe } from './probes.ts';

export type OwnSignature = HeaderList | SignedRequest;

/** One scheme as a provider's own library checks it: a judge that shares no code with us. */
export interface OfficialLibrary {
  /** As npm names it. */
  readonly package: string;
  readonly scheme: string;
  /** What we sign with; the library is given it, or the public half it needs, by `verify`. */
  readonly secret: string;
  readonly otherSecret: string;
  /** What a receiver holds where that is not what signs: the public half. */
  readonly receiverSecret?: string;
  /** Whether the library accepts the request; a throw is a refusal. Gives the library what its documentation tells users to give it. */
  verify(request: SignedRequest, secret: string): unknown;
  /** What the library made itself: headers to add, or the whole request. Absent: it cannot sign. */
  readonly sign?: (request: SignedRequest, secret: string, nowMs: number) => OwnSignature | Promise<OwnSignature>;
  /** Where the signature stands when no header carries it: the expression finds its encoded bytes as group 1. */
  readonly signature?: { readonly in: 'body' | 'url'; readonly bytes: RegExp };
  /** What every request of this provider has besides the signature. */
  readonly headers?: HeaderList;
  /** The bodies it is asked about, instead of the usual ones. */
  readonly bodies?: Partial<Readonly<Record<Probe, string>>>;
  /** Probes that say nothing here, each with the reason. */
  readonly skip?: Partial<Readonly<Record<Probe, string>>>;
  /** Where the library says the opposite of us, each with what it does. */
  readonly differs: Partial<Readonly<Record<Probe, string>>>;
}

export const URL_SIGNED = 'https://hooks.example.com/in?tenant=7';
export const TEXT_SECRET = 'test-secret-4242';
export const OTHER_TEXT_SECRET = 'another-secret-4343';
export const BASE64_SECRET = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';
export const OTHER_BASE64_SECRET = 'whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=';

/** Text as most libraries want the body, decoded as frameworks do: wrong bytes become U+FFFD, a byte-order mark stays. */
export const text = once((request: SignedRequest) => buffer(request).toString('utf8'));

export function buffer(request: SignedRequest): Buffer {
  return Buffer.from(request.body.buffer, request.body.byteOffset, request.body.byteLength);
}

/** The header's value, or the empty text that a handler passes on when there is none. */
export function header(request: SignedRequest, name: string): string {
  return headers(request)[name] ?? '';
}

/** As Node's `request.headers`: names in lower case. */
export const headers = once(
  (request: SignedRequest): Record<string, string> =>
    Object.fromEntries(request.headers.map(([name, value]) => [name.toLowerCase(), value])),
);

/**
 * Names and values as frameworks parse a form for handlers: repeated names become lists. Not made once: where the fields are
 * what is signed, reading them is a part of verifying, and ours starts from the bytes too.
 */
export const formFields = (request: SignedRequest): Record<string, string | string[]> => ({
  // Node types a value as undefined for names that are not there.
  ...(parse(text(request)) as Record<string, string | string[]>),
});

/** The body's JSON, for libraries that are given it parsed. As `formFields`, not made once. */
export const parsed = (request: SignedRequest) => JSON.parse(text(request));

/** Made once for each argument: what a framework has done before the library is called is no part of its time. */
export function once<Argument extends object, Value>(
  make: (argument: Argument) => Value,
): (argument: Argument) => Value {
  const made = new WeakMap<Argument, { readonly value: Value }>();
  return (argument) => {
    const known = made.get(argument);
    if (known !== undefined) return known.value;
    const value = make(argument);
    made.set(argument, { value });
    return value;
  };
}

/** A library's client for each secret, made once as in a handler's module. */
export function perSecret<Client>(make: (secret: string) => Client): (secret: string) => Client {
  const clients = new Map<string, Client>();
  return (secret) => {
    const known = clients.get(secret);
    if (known !== undefined) return known;
    const client = make(secret);
    clients.set(secret, client);
    return client;
  };
}

const require = createRequire(import.meta.url);

/** A library without types of its own, or with types that do not compile under ours; the caller says what it uses. */
export function untyped<Shape>(name: string): Shape {
  // Its shape is proved by the tests that call it.
  return require(name) as Shape;
}

/** True when the call returned, whatever it returned: for libraries that throw to refuse. */
export function returned(_result: unknown): true {
  return true;
}
