import { sameBytes } from '../../src/core/bytes.ts';
import type { CaptureId } from '../../src/core/capture.ts';
import type { DiagnosisInput } from '../../src/core/diagnosis/diagnose.ts';
import { type Cause, causes, type DiagnosisReport } from '../../src/core/diagnosis/diagnosis.ts';
import type { HeaderList } from '../../src/core/http/headers.ts';
import type { CryptoPort } from '../../src/core/signature/crypto-port.ts';
import { schemes } from '../../src/core/signature/registry.ts';
import type { Scheme } from '../../src/core/signature/scheme.ts';
import { sign } from '../../src/core/signature/sign.ts';
import { type SignedRequest, verify } from '../../src/core/signature/verify.ts';
import { nodeCrypto } from '../../src/main/crypto/node-crypto.ts';
import { anyBody, drawnSize, jsonBody } from './bodies.ts';
import { changedValue, type Delivery, faultsOf, likeSecret } from './faults.ts';
import { type Random, randomOf } from './random.ts';

/** A request that does not verify, with what was done to it. */
export interface Failure {
  /** For a report: the seed draws it again. */
  readonly name: string;
  readonly scheme: Scheme;
  readonly input: DiagnosisInput;
  /** null: nothing that could be found out; no cause may be called proved. */
  readonly causes: readonly Cause[] | null;
  /** Further answers that are as right, because they give the same bytes. */
  readonly alsoRight: readonly (readonly Cause[])[];
  readonly bodyBytes: number;
}

const NOW = 1_760_000_000_000;
const URL_SIGNED = 'https://hooks.example.com/in?a=1&b=2';

/** Schemes that sign the raw body with a shared secret, each with a secret it takes, and whether texts of other kinds do too. */
interface Usable {
  readonly scheme: Scheme;
  readonly secret: (random: Random) => string;
}

const makes: readonly ((random: Random) => string)[] = [
  (random) => `sec_${random.hex(12)}`,
  (random) => `whsec_${Buffer.from(random.bytes(32)).toString('base64')}`,
  (random) => random.hex(32),
  (random) => Buffer.from(random.bytes(32)).toString('base64'),
];

const probe = {
  headers: [['Content-Type', 'application/json']] as const,
  body: new TextEncoder().encode('{"id":"evt_1"}'),
};

export const usableSchemes: readonly Usable[] = schemes.flatMap((scheme) => {
  const { sign: canSign, strength } = scheme.mechanism;
  if (canSign === null || strength !== 'full' || scheme.keyPair !== undefined) return [];
  const taken = makes.filter((make) => signsRawBody(scheme, make(randomOf(1))));
  // Hex and base64 are texts too: a scheme that takes any text is given them as often, so that they can be read wrongly.
  return taken.length === 0 ? [] : [{ scheme, secret: (random) => random.pick(taken)(random) }];
});

function signsRawBody(scheme: Scheme, secret: string): boolean {
  const request = { method: 'POST', target: '/in?a=1&b=2', url: URL_SIGNED, ...probe };
  const signed = sign(scheme, request, secret, NOW, nodeCrypto);
  if (!signed.ok || !sameBytes(signed.value.body, request.body)) return false;
  const delivered = { ...request, ...signed.value };
  const statusOf = (body: Uint8Array) =>
    verify(scheme, { ...delivered, body }, [{ id: 'own', value: secret }], NOW, nodeCrypto).status;
  const changed = Uint8Array.of(...request.body, 0x0a);
  return statusOf(request.body) === 'verified' && statusOf(changed) === 'failed';
}

const faults = faultsOf(usableSchemes.map(({ scheme }) => scheme));

/** Two that befall the same request; the first in the order they happen. */
const pairs: readonly (readonly [Cause, Cause])[] = [
  ['body-newline', 'secret-whitespace'],
  ['body-reserialised', 'secret-whitespace'],
  ['body-reserialised', 'secret-other'],
  ['body-newline', 'secret-encoding'],
  ['body-charset', 'secret-other'],
  ['body-decoded', 'secret-whitespace'],
  ['body-reserialised', 'clock-skew'],
  ['body-newline', 'clock-skew'],
  ['body-newline', 'encoding'],
  ['url-mismatch', 'secret-whitespace'],
  ['url-mismatch', 'secret-other'],
  ['content-template', 'secret-whitespace'],
  ['content-template', 'secret-encoding'],
  ['algorithm', 'encoding'],
  ['algorithm', 'secret-whitespace'],
  ['secret-whitespace', 'clock-skew'],
  ['secret-encoding', 'clock-skew'],
  ['secret-other', 'encoding'],
  ['timestamp-unit', 'secret-whitespace'],
];

/** All causes in turn, a pair every fifth time; the same for the same seed. `size`: bytes of the bodies, about; null: 2 B to 256 KiB. */
export function drawFailures(seed: number, count: number, size: number | null = null): readonly Failure[] {
  const random = randomOf(seed);
  return Array.from({ length: count }, (_, index) => {
    const wanted: readonly Cause[] =
      index % 5 === 4
        ? random.pick(pairs)
        : [causes[(index - Math.floor(index / 5)) % causes.length] ?? random.pick(causes)];
    return drawn(random, `${index}`, wanted, size);
  });
}

/** A wrong secret, a random signature, a changed value: what nobody can find out. */
export function drawUnexplainable(seed: number, count: number, size: number | null = null): readonly Failure[] {
  const random = randomOf(seed);
  return Array.from({ length: count }, (_, index) => {
    for (;;) {
      const failure = unexplainable(random, `unexplainable ${index}`, index % 3, size ?? drawnSize(random));
      if (failure !== null) return failure;
    }
  });
}

function drawn(random: Random, name: string, wanted: readonly Cause[], size: number | null): Failure {
  for (let tries = 0; tries < 500; tries++) {
    let delivery: Delivery | null = deliveryOf(random, size ?? drawnSize(random));
    for (const cause of wanted) delivery = delivery === null ? null : faults[cause](delivery, random);
    const failure = delivery === null ? null : failureOf(delivery, random, name, wanted);
    if (failure !== null) return failure;
  }
  throw new Error(`no request fails with ${wanted.join(' and ')}`);
}

function deliveryOf(random: Random, size: number): Delivery {
  const { scheme, secret: secretOf } = random.pick(usableSchemes);
  const secret = secretOf(random);
  const { signed: body, headers } = anyBody(random, size);
  return {
    scheme,
    signer: {
      scheme,
      secret,
      hasNoKey: false,
      body,
      url: URL_SIGNED,
      atMs: NOW - 1000 * random.below(3),
      headers: [
        ['Host', 'hooks.example.com'],
        ['User-Agent', 'Sender/1.0'],
        ['X-Request-Id', random.hex(8)],
        ...headers,
      ],
    },
    receiver: {
      secrets: [{ value: secret, isOwn: true }],
      body,
      url: URL_SIGNED,
      nowMs: NOW,
      headersOf: (signed) => signed,
    },
    isSwapped: false,
    size,
  };
}

const withoutKey: CryptoPort = {
  ...nodeCrypto,
  hmac: (hash, _, parts) => nodeCrypto.hmac(hash, new Uint8Array(0), parts),
};

/** null: what was drawn does not fail, or another cause would give the same bytes. */
function failureOf(delivery: Delivery, random: Random, name: string, wanted: readonly Cause[]): Failure | null {
  const { scheme, signer, receiver } = delivery;
  const request = {
    method: 'POST',
    target: targetOf(signer.url),
    url: signer.url,
    headers: signer.headers,
    body: signer.body,
  };
  const crypto = signer.hasNoKey ? withoutKey : nodeCrypto;
  const signed = sign(signer.scheme, request, signer.secret, signer.atMs, crypto);
  if (!signed.ok || !sameBytes(signed.value.body, signer.body)) return null;
  // A digest of 48 bytes may read the same in base64 and base64url, and is then written as it should be.
  if (wanted.includes('encoding') && isSame(receiver.headersOf(signed.value.headers), signed.value.headers))
    return null;
  const arrived: SignedRequest = {
    ...request,
    target: targetOf(receiver.url),
    url: receiver.url,
    headers: receiver.headersOf(signed.value.headers),
    body: receiver.body,
  };
  const secrets = receiver.secrets.map(({ value, isOwn }, index) => ({
    id: `secret-${index}`,
    value,
    scheme: null,
    isOwn,
  }));
  const neighbours = Array.from({ length: 3 }, (_, index) => neighbourOf(delivery, random, index));
  const swapped = delivery.isSwapped ? swap(delivery, arrived, random) : { arrived, others: [] };
  if (swapped === null || neighbours.some((other) => other === null)) return null;
  const input: DiagnosisInput = {
    scheme,
    request: swapped.arrived,
    nowMs: receiver.nowMs,
    secrets,
    schemes,
    others: [...neighbours.flatMap((other) => other ?? []), ...swapped.others],
  };
  const own = secrets.filter(({ isOwn }) => isOwn);
  if (verify(scheme, input.request, own, input.nowMs, nodeCrypto).status === 'verified') return null;
  if (isAmbiguous(delivery, wanted)) return null;
  // Of two faults each has to be one: with the right secret the request still fails.
  const right = [{ id: 'right', value: signer.secret }];
  const hasOther =
    wanted.length === 2 && wanted.some((cause) => cause.startsWith('secret-') && cause !== 'secret-encoding');
  if (hasOther && verify(scheme, input.request, right, input.nowMs, nodeCrypto).status === 'verified') return null;
  return {
    name: `${name} ${wanted.join(' and ')}, ${scheme.id}, ${arrived.body.length} bytes`,
    scheme,
    input,
    causes: wanted,
    alsoRight: alsoRight(delivery, wanted, input.request),
    bodyBytes: arrived.body.length,
  };
}

function isSame(one: HeaderList, other: HeaderList): boolean {
  return one.length === other.length && one.every(([, value], index) => value === other[index]?.[1]);
}

/** What two causes both make of a body: drawn again, since no one could tell which it was. */
function isAmbiguous({ signer, receiver }: Delivery, wanted: readonly Cause[]): boolean {
  const inBody = wanted.find((cause) => cause.startsWith('body-'));
  if (inBody === undefined) return false;
  const [was, is] = [signer.body, receiver.body];
  if (sameBytes(was, is)) return true;
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
  const isBlank = text(was).trim() === '' || ['{}', '[]', 'null', '""'].includes(text(was).trim());
  // "{}" is what a parser leaves of nothing, and what a serialiser makes of "{ }".
  if (inBody !== 'body-empty' && isBlank) return true;
  // A form that differs in white space at the ends alone is a newline, whoever wrote it.
  return inBody !== 'body-newline' && inBody !== 'body-empty' && text(was).trim() === text(is).trim();
}

/** What is said of the scheme's own rules is as well said by naming the scheme that has these rules. */
const ofRules: ReadonlySet<Cause> = new Set([
  'algorithm',
  'content-template',
  'encoding',
  'secret-encoding',
  'timestamp-unit',
  'clock-skew',
]);

function alsoRight(
  { scheme, signer, receiver }: Delivery,
  wanted: readonly Cause[],
  request: SignedRequest,
): readonly (readonly Cause[])[] {
  const more: (readonly Cause[])[] = [];
  // A body that is cut before its last line break has lost a newline, too.
  const isCut =
    signer.body.length < receiver.body.length && sameBytes(signer.body, receiver.body.subarray(0, signer.body.length));
  if (wanted.join() === 'body-truncated' && isCut && receiver.body.length - signer.body.length <= 2)
    more.push(['body-newline']);
  const secret = [{ id: 'right', value: signer.secret }];
  const isElsewhere = (other: Scheme) =>
    other.id !== scheme.id && verify(other, request, secret, signer.atMs, nodeCrypto).status === 'verified';
  if (wanted.some((cause) => ofRules.has(cause)) && schemes.some(isElsewhere)) {
    more.push([...wanted.filter((cause) => !ofRules.has(cause)), 'scheme-other']);
  }
  // A line feed as separator behind the body is a line feed at its end.
  if (signer.scheme.recipes?.[0].signed?.startsWith('{body}\n') === true) {
    more.push(wanted.map((cause) => (cause === 'content-template' ? 'body-newline' : cause)));
  }
  return more;
}

function targetOf(url: string): string {
  return url.replace(/^https?:\/\/[^/]*/, '');
}

/** A request of the same sender that came before and verifies. */
function neighbourOf({ scheme, signer }: Delivery, random: Random, index: number) {
  const body = jsonBody(random, 300);
  const atMs = signer.atMs - 60_000 * (index + 1);
  const headers = signer.headers.map(([name, value]) =>
    name === 'X-Request-Id' ? ([name, random.hex(8)] as const) : ([name, value] as const),
  );
  const request = { method: 'POST', target: targetOf(signer.url), url: signer.url, headers, body };
  const signed = sign(scheme, request, signer.secret, atMs, nodeCrypto);
  if (!signed.ok) return null;
  return { id: (index + 1) as CaptureId, request: { ...request, ...signed.value }, receivedAtMs: atMs + 500 };
}

/** The signature arrives on another body; the request it belongs to is among the others. */
function swap(delivery: Delivery, arrived: SignedRequest, random: Random) {
  const body = jsonBody(random, Math.max(40, delivery.size));
  // A signature over "{}" is also that of a body that a parser left empty.
  if (sameBytes(body, arrived.body) || arrived.body.length <= 2) return null;
  const other = { id: 9 as CaptureId, request: arrived, receivedAtMs: delivery.signer.atMs };
  return { arrived: { ...arrived, body }, others: [other] };
}

function unexplainable(random: Random, name: string, kind: number, size: number): Failure | null {
  const delivery = deliveryOf(random, size);
  const { secret } = delivery.signer;
  let changed: Delivery | null = delivery;
  if (kind === 0) {
    const stored = Array.from({ length: 1 + random.below(3) }, (_, index) => ({
      value: likeSecret(secret, random),
      isOwn: index === 0,
    }));
    changed = { ...delivery, receiver: { ...delivery.receiver, secrets: stored } };
  } else if (kind === 1) {
    const names = delivery.scheme.mechanism.signatureHeaders.map((header) => header.toLowerCase());
    const headersOf: Delivery['receiver']['headersOf'] = (headers) =>
      headers.map(([header, value]) => [
        header,
        names.includes(header.toLowerCase())
          ? value
              .replace(/[0-9a-f]{40,}/g, (digest) => random.hex(digest.length / 2))
              .replace(/[A-Za-z0-9+/]{26,}={1,2}/g, (digest) =>
                Buffer.from(random.bytes(Buffer.from(digest, 'base64').length)).toString('base64'),
              )
          : value,
      ]);
    changed = { ...delivery, receiver: { ...delivery.receiver, headersOf } };
  } else {
    const body = changedValue(delivery.receiver.body, random);
    changed = body === null ? null : { ...delivery, receiver: { ...delivery.receiver, body } };
  }
  const failure = changed === null ? null : failureOf(changed, random, name, []);
  return failure === null ? null : { ...failure, causes: null };
}

/** What a report says of a failure: the true cause first, a wrong one called proved, or neither. */
export type Score = 'right' | 'wrong' | 'missed';

export function scoreOf(failure: Failure, report: DiagnosisReport): Score {
  const [first] = report.diagnoses;
  const key = (found: readonly Cause[]) => [...found].sort().join();
  if (first === undefined || first.confidence !== 'proved') return failure.causes === null ? 'right' : 'missed';
  if (failure.causes === null) return 'wrong';
  return [failure.causes, ...failure.alsoRight].some((causes) => key(causes) === key(first.causes)) ? 'right' : 'wrong';
}
