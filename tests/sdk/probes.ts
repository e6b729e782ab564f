import { concatBytes, latin1Bytes, latin1Text, utf8Bytes } from '../../src/core/bytes.ts';
import { sameHeaderName } from '../../src/core/http/headers.ts';
import type { Scheme } from '../../src/core/signature/scheme.ts';
import { sign } from '../../src/core/signature/sign.ts';
import type { SignedRequest } from '../../src/core/signature/verify.ts';
import { nodeCrypto } from '../../src/main/crypto/node-crypto.ts';
import { type OfficialLibrary, URL_SIGNED } from './official-library.ts';

/** Bodies as they arrive; each is signed by us and has to be accepted. */
const bodies = {
  compact: utf8Bytes('{"id":"evt_1","type":"invoice.paid","event":"invoice.paid","data":{"amount":4200}}'),
  unicode: utf8Bytes('{"id":"evt_2","type":"note","event":"note","data":{"text":"Zoë grüßt 東京 🎉 e\u0301"}}'),
  escapes: utf8Bytes(
    '{"id":"evt_3","type":"note","event":"note","data":{"text":"\\u00e9\\/\\ud83c\\udf89<&>","n":1.0e2}}',
  ),
  pretty: utf8Bytes(
    '{\r\n  "id": "evt_4",\r\n  "type": "note",\r\n  "event": "note",\r\n  "data": { "n": 12.50 }\r\n}\r\n',
  ),
  large: utf8Bytes(`{"id":"evt_5","type":"note","event":"note","data":{"text":"${'lorem ipsum '.repeat(5400)}"}}`),
  empty: new Uint8Array(0),
  binary: Uint8Array.from([0x7b, 0xff, 0xfe, 0x00, 0x80, 0x0d, 0x0a, 0xc3, 0x28, 0x7d]),
  'byte-order mark': concatBytes([
    Uint8Array.from([0xef, 0xbb, 0xbf]),
    utf8Bytes('{"id":"evt_6","type":"note","event":"note"}'),
  ]),
} as const;

export type BodyProbe = keyof typeof bodies;

/** What is done to a signed request. */
export type AlteredProbe =
  | 'upper-case hex'
  | 'changed body'
  | 'changed signature'
  | 'other secret'
  | 'no signature'
  | 'trailing junk'
  | 'a day old'
  | 'a day ahead';

export type Probe = BodyProbe | AlteredProbe;

// Object.keys gives the keys of the constant above as text.
export const bodyProbes = Object.keys(bodies) as readonly BodyProbe[];
export const alteredProbes: readonly AlteredProbe[] = [
  'upper-case hex',
  'changed body',
  'changed signature',
  'other secret',
  'no signature',
  'trailing junk',
  'a day old',
  'a day ahead',
];

/** What we have to say of each; null: what the provider's window says. */
export const ourAnswer: Readonly<Record<Probe, boolean | null>> = {
  compact: true,
  unicode: true,
  escapes: true,
  pretty: true,
  large: true,
  empty: true,
  binary: true,
  'byte-order mark': true,
  'upper-case hex': true,
  'changed body': false,
  'changed signature': false,
  'other secret': false,
  'no signature': false,
  'trailing junk': false,
  'a day old': null,
  'a day ahead': null,
};

const DAY_MS = 86_400_000;

export function unsignedRequest(library: OfficialLibrary, probe: Probe): SignedRequest {
  const own = library.bodies?.[probe] ?? (isBody(probe) ? undefined : library.bodies?.compact);
  const body = own === undefined ? bodies[isBody(probe) ? probe : 'compact'] : utf8Bytes(own);
  const target = URL_SIGNED.slice('https://hooks.example.com'.length);
  const base = library.headers ?? [['content-type', 'application/json']];
  return { method: 'POST', target, url: URL_SIGNED, headers: base, body };
}

export function forge(scheme: Scheme, request: SignedRequest, secret: string, nowMs: number): SignedRequest {
  const signed = sign(scheme, request, secret, nowMs, nodeCrypto);
  if (!signed.ok) throw new Error(`${scheme.id}: ${JSON.stringify(signed.failure)}`);
  return at({ ...request, ...signed.value }, signed.value.url ?? URL_SIGNED);
}

/** The request of a probe; null where the probe changes nothing (no hex, no signature header). */
export function requestOf(library: OfficialLibrary, scheme: Scheme, probe: Probe, nowMs: number): SignedRequest | null {
  const unsigned = unsignedRequest(library, probe);
  const signedAt = probe === 'a day old' ? nowMs - DAY_MS : probe === 'a day ahead' ? nowMs + DAY_MS : nowMs;
  const signed = forge(scheme, unsigned, probe === 'other secret' ? library.otherSecret : library.secret, signedAt);
  const [name] = scheme.mechanism.signatureHeaders;
  switch (probe) {
    case 'upper-case hex':
      return alterHeader(signed, name, (value, run) =>
        /^[0-9a-f]{40,}$/.test(run) ? value.replace(run, run.toUpperCase()) : value,
      );
    case 'changed signature':
      if (library.signature !== undefined) return alterInPlace(signed, library.signature);
      return alterHeader(signed, name, (value, run) => value.replace(run, otherMiddle(run)));
    case 'trailing junk':
      return alterHeader(signed, name, (value) => `${value}!!`);
    case 'no signature':
      return alterHeader(signed, name, () => null);
    case 'changed body':
      return { ...signed, body: changed(signed.body) };
    default:
      return signed;
  }
}

function isBody(probe: Probe): probe is BodyProbe {
  return Object.hasOwn(bodies, probe);
}

/** `run` is the longest stretch of encoded bytes in the value, which is the signature. */
function alterHeader(
  request: SignedRequest,
  name: string | undefined,
  alter: (value: string, run: string) => string | null,
): SignedRequest | null {
  if (name === undefined) return null;
  let changes = false;
  const headers = request.headers.flatMap(([key, value]) => {
    if (!sameHeaderName(key, name)) return [[key, value] as const];
    const runs = value.match(/[A-Za-z0-9+/_-]+/g) ?? [];
    const run = runs.reduce((longest, each) => (each.length > longest.length ? each : longest), '');
    const altered = alter(value, run);
    changes ||= altered !== value;
    return altered === null ? [] : [[key, altered] as const];
  });
  return changes ? { ...request, headers } : null;
}

function alterInPlace(request: SignedRequest, where: NonNullable<OfficialLibrary['signature']>): SignedRequest {
  const change = (text: string): string => {
    const run = where.bytes.exec(text)?.[1];
    if (run === undefined) throw new Error('no signature found to change');
    return text.replace(run, otherMiddle(run));
  };
  return where.in === 'body'
    ? { ...request, body: latin1Bytes(change(latin1Text(request.body))) }
    : at(request, change(request.url ?? ''));
}

/** The same request at another URL. */
export function at(request: SignedRequest, url: string): SignedRequest {
  return { ...request, url, target: url.replace(/^https:\/\/[^/]*/, '') };
}

function otherMiddle(run: string): string {
  const at = Math.floor(run.length / 2);
  return `${run.slice(0, at)}${run[at] === '0' ? '1' : '0'}${run.slice(at + 1)}`;
}

/** One digit of the text is another one, so that it stays JSON and stays a form. */
function changed(body: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(body);
  const at = copy.findIndex((byte) => byte >= 0x31 && byte <= 0x38);
  if (at === -1) throw new Error('a probe body without a digit');
  copy[at] = (copy[at] ?? 0) + 1;
  return copy;
}
