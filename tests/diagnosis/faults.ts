import type { Cause } from '../../src/core/diagnosis/diagnosis.ts';
import type { HeaderList } from '../../src/core/http/headers.ts';
import type { RecipeInput } from '../../src/core/signature/recipe.ts';
import { recipeScheme } from '../../src/core/signature/recipe-scheme.ts';
import type { Scheme } from '../../src/core/signature/scheme.ts';
import { bodyPairs } from './bodies.ts';
import type { Random } from './random.ts';

/** What a signer did and what a receiver has of it: a fault is any difference between the two. */
export interface Delivery {
  readonly scheme: Scheme;
  readonly signer: {
    readonly scheme: Scheme;
    readonly secret: string;
    /** An empty key, which signing refuses, in place of the secret. */
    readonly hasNoKey: boolean;
    readonly body: Uint8Array;
    readonly url: string;
    readonly atMs: number;
    readonly headers: HeaderList;
  };
  readonly receiver: {
    /** Own ones first. */
    readonly secrets: readonly { readonly value: string; readonly isOwn: boolean }[];
    readonly body: Uint8Array;
    readonly url: string;
    readonly nowMs: number;
    /** From the signed headers those that arrive. */
    readonly headersOf: (signed: HeaderList) => HeaderList;
  };
  /** The signature is another request's. */
  readonly isSwapped: boolean;
  readonly size: number;
}

/** null: the fault cannot befall such a delivery. */
export type Fault = (delivery: Delivery, random: Random) => Delivery | null;

const signer = (delivery: Delivery, change: Partial<Delivery['signer']>): Delivery => ({
  ...delivery,
  signer: { ...delivery.signer, ...change },
});
const receiver = (delivery: Delivery, change: Partial<Delivery['receiver']>): Delivery => ({
  ...delivery,
  receiver: { ...delivery.receiver, ...change },
});

/** What happens to the headers on the way, behind what happened to them already. */
const arriving = (delivery: Delivery, change: (headers: HeaderList) => HeaderList): Delivery => {
  const { headersOf } = delivery.receiver;
  return receiver(delivery, { headersOf: (signed) => change(headersOf(signed)) });
};

const recipeOf = ({ signer }: Delivery): RecipeInput | null => signer.scheme.recipes?.[0] ?? null;

/** The signer's scheme as the catalogue has it, less what is changed. */
function otherwise(delivery: Delivery, change: (recipe: RecipeInput) => RecipeInput | null): Delivery | null {
  const recipe = recipeOf(delivery);
  const changed = recipe === null ? null : change(recipe);
  if (changed === null) return null;
  const { id, name, metadata } = delivery.signer.scheme;
  const texts = { docs: null, secretHint: '', notes: [], detect: [] };
  return signer(delivery, { scheme: recipeScheme({ id, name, metadata, ...texts, recipes: [changed] }) });
}

const signsTimestamp = (delivery: Delivery) => recipeOf(delivery)?.signed?.includes('{ts}') === true;
const signedText = ({ signed = '{body}' }: RecipeInput) => signed;

const bodyFault =
  (cause: keyof typeof bodyPairs): Fault =>
  (delivery, random) => {
    const { signed, received, headers } = bodyPairs[cause](random, delivery.size);
    const others = delivery.signer.headers.filter(([name]) => name !== 'Content-Type');
    const changed = signer(delivery, { body: signed, headers: [...others, ...headers] });
    return receiver(changed, { body: received });
  };

const storedSecret = (delivery: Delivery, value: string): Delivery =>
  receiver(delivery, { secrets: [{ value, isOwn: true }] });

const secretWhitespace: Fault = (delivery, random) => {
  const { secret } = delivery.signer;
  const around = random.pick([' ', '\n', '\r\n', '\t', '"', "'", '\ufeff']);
  const isQuote = around === '"' || around === "'";
  const stored =
    random.next() < 0.3 && !isQuote ? around + secret : isQuote ? around + secret + around : secret + around;
  return storedSecret(delivery, stored);
};

const secretEncoding: Fault = (delivery, random) =>
  otherwise(delivery, (recipe) => {
    const was = recipe.secret?.encoding ?? 'utf8';
    const { secret } = delivery.signer;
    const isHex = /^(?:[0-9a-f]{2})+$/.test(secret);
    const fits = (['utf8', 'hex', 'base64'] as const).filter(
      (encoding) => encoding !== was && (encoding === 'utf8' || (encoding === 'hex') === isHex),
    );
    if (fits.length === 0 || recipe.secret?.hash !== undefined || !/^(?:[0-9a-f]{2})+$|=$/.test(secret)) return null;
    const { strip, ...rest } = recipe.secret ?? {};
    return { ...recipe, secret: { ...rest, ...(strip === undefined ? {} : { strip }), encoding: random.pick(fits) } };
  });

const secretOther: Fault = (delivery, random) => {
  const { secret } = delivery.signer;
  const wrong = Array.from({ length: 1 + random.below(2) }, () => likeSecret(secret, random));
  const rest = Array.from({ length: random.below(4) }, () => ({ value: likeSecret(secret, random), isOwn: false }));
  const own = wrong.map((value) => ({ value, isOwn: true }));
  return receiver(delivery, { secrets: [...own, ...rest, { value: secret, isOwn: false }] });
};

/** Another secret of the same make. */
export function likeSecret(secret: string, random: Random): string {
  const base64 = Buffer.from(random.bytes(32)).toString('base64');
  if (secret.startsWith('whsec_')) return `whsec_${base64}`;
  if (/^(?:[0-9a-f]{2})+$/.test(secret)) return random.hex(32);
  return secret.endsWith('=') ? base64 : `sec_${random.hex(12)}`;
}

/** The signer's setting was not there. */
const secretEmpty: Fault = (delivery) =>
  recipeOf(delivery)?.algorithm.startsWith('hmac') === true ? signer(delivery, { hasNoKey: true }) : null;

const contentTemplate: Fault = (delivery, random) =>
  otherwise(delivery, (recipe) => {
    const was = signedText(recipe);
    const separator = random.pick(['.', ':', '', '|', '\n']);
    const withTime = [`{ts}${separator}{body}`, `{body}${separator}{ts}`, '{body}'];
    const withoutTime = [
      `{path}${separator}{body}`,
      `{method}${separator}{path}${separator}{body}`,
      `{url}${separator}{body}`,
      `{h:X-Request-Id}${separator}{body}`,
    ];
    const fits = (
      recipe.timestamp === undefined ? [...withoutTime, ...(was === '{body}' ? [] : ['{body}'])] : withTime
    ).filter((one) => one !== was);
    return { ...recipe, signed: random.pick(fits) };
  });

const timestampUnit: Fault = (delivery, random) => {
  const unit = recipeOf(delivery)?.timestamp?.unit;
  if ((unit !== 's' && unit !== 'ms') || !signsTimestamp(delivery)) return null;
  const other = otherwise(delivery, (recipe) =>
    recipe.timestamp === undefined
      ? null
      : { ...recipe, timestamp: { ...recipe.timestamp, unit: unit === 's' ? 'ms' : 's' } },
  );
  if (other === null || random.next() < 0.5) return other;
  // Only the signed content has the other unit: what is sent has the scheme's.
  const sent = (value: string) =>
    unit === 's' ? value.replace(/\b(\d{10})\d{3}\b/, '$1') : value.replace(/\b(\d{10})\b/, '$1000');
  const name = recipeOf(delivery)?.timestamp;
  const header = name?.in === 'header' ? name.name.toLowerCase() : null;
  if (header === null) return null;
  return arriving(other, (headers) =>
    headers.map(([key, value]) => [key, key.toLowerCase() === header ? sent(value) : value]),
  );
};

const timestampOtherHeader: Fault = (delivery, random) => {
  const rule = recipeOf(delivery)?.timestamp;
  if (rule?.in !== 'header' || !signsTimestamp(delivery)) return null;
  const name = random.pick(['X-Sent-At', 'X-Timestamp', 'X-Delivery-Time']);
  const other = otherwise(delivery, (recipe) =>
    recipe.timestamp === undefined ? null : { ...recipe, timestamp: { ...recipe.timestamp, name } },
  );
  if (other === null) return null;
  const { atMs } = delivery.signer;
  const shown = atMs - 7000;
  const own =
    rule.unit === 'ms'
      ? String(shown)
      : rule.unit === 'iso'
        ? new Date(shown).toISOString()
        : rule.unit === 'http-date'
          ? new Date(shown).toUTCString()
          : String(Math.floor(shown / 1000));
  return arriving(other, (headers) => [...headers, [rule.name, own]]);
};

const urlMismatch: Fault = (delivery, random) => {
  if (!delivery.scheme.info.signsUrl) return null;
  const { url } = delivery.signer;
  const received = random.pick<(url: string) => string>([
    (text) => text.replace('https://', 'http://'),
    (text) => text.replace('hooks.example.com', 'hooks.example.com:443'),
    (text) => text.replace('/in?', '/in/?'),
    (text) => text.replace('a=1&b=2', 'b=2&a=1'),
    (text) => text.replace('hooks.example.com', 'localhost'),
    (text) => text.replace('?a=1&b=2', ''),
  ])(url);
  return received.includes('localhost')
    ? arriving(receiver(delivery, { url: received }), (headers) => [
        ...headers,
        ['X-Forwarded-Host', 'hooks.example.com'],
      ])
    : received.includes('?')
      ? receiver(delivery, { url: received })
      : signer(receiver(delivery, { url }), { url: received });
};

const algorithm: Fault = (delivery, random) =>
  otherwise(delivery, (recipe) => {
    const fits = (['hmac-sha1', 'hmac-sha256', 'hmac-sha384', 'hmac-sha512'] as const).filter(
      (name) => name !== recipe.algorithm,
    );
    return recipe.algorithm.startsWith('hmac') ? { ...recipe, algorithm: random.pick(fits) } : null;
  });

/** Rewrites each digest that stands in the scheme's signature header. */
function rewritten(delivery: Delivery, rewrite: (digest: Buffer, was: 'hex' | 'base64') => string): Delivery | null {
  const recipe = recipeOf(delivery);
  if (recipe === null || recipe.signature.in === 'json' || recipe.signature.in === 'form') return null;
  const was = recipe.signature.encoding ?? 'hex';
  if (was === 'base64url') return null;
  const pattern = was === 'hex' ? /[0-9a-f]{40,}/g : /[A-Za-z0-9+/]{26,}={0,2}/g;
  const names = delivery.scheme.mechanism.signatureHeaders.map((name) => name.toLowerCase());
  return arriving(delivery, (headers) =>
    headers.map(([name, value]) => [
      name,
      names.includes(name.toLowerCase())
        ? value.replace(pattern, (digest) => rewrite(Buffer.from(digest, was), was))
        : value,
    ]),
  );
}

const encoding: Fault = (delivery, random) => {
  const form = random.pick(['hex', 'base64', 'base64url', 'unpadded'] as const);
  return rewritten(delivery, (digest, was) => {
    const other = form === was ? (was === 'hex' ? 'base64' : 'hex') : form;
    return other === 'unpadded' ? digest.toString('base64').replace(/=+$/, '') : digest.toString(other);
  });
};

const signatureTruncated: Fault = (delivery, random) => {
  const share = random.pick([0.5, 0.75]);
  return rewritten(delivery, (digest, was) =>
    digest.subarray(0, Math.max(16, Math.floor(digest.length * share))).toString(was),
  );
};

/** A scheme whose signature stands elsewhere and is computed otherwise; the rest of what is known of the request stays. */
const schemeOther =
  (schemes: readonly Scheme[]): Fault =>
  (delivery, random) => {
    const { scheme } = delivery;
    const taken = new Set(scheme.mechanism.signatureHeaders.map((name) => name.toLowerCase()));
    const fits = schemes.filter(
      (other) =>
        other.id !== scheme.id &&
        other.wireFormat !== scheme.wireFormat &&
        other.recipes !== undefined &&
        (other.recipes[0].secret?.encoding ?? 'utf8') === 'utf8' &&
        !other.mechanism.signatureHeaders.some((name) => taken.has(name.toLowerCase())),
    );
    return fits.length === 0 ? null : signer(delivery, { scheme: random.pick(fits) });
  };

const otherRequest: Fault = (delivery) => ({ ...delivery, isSwapped: true });

const clockSkew: Fault = (delivery, random) => {
  const rule = recipeOf(delivery)?.timestamp;
  if (rule === undefined || rule.toleranceSeconds === null || rule.futureSeconds === null) return null;
  const seconds = rule.toleranceSeconds + 60 + random.below(86_400);
  return signer(delivery, { atMs: delivery.signer.atMs + (random.next() < 0.5 ? 1000 : -1000) * seconds });
};

export function faultsOf(schemes: readonly Scheme[]): Readonly<Record<Cause, Fault>> {
  return {
    'secret-whitespace': secretWhitespace,
    'secret-encoding': secretEncoding,
    'secret-other': secretOther,
    'secret-empty': secretEmpty,
    'body-reserialised': bodyFault('body-reserialised'),
    'body-newline': bodyFault('body-newline'),
    'body-charset': bodyFault('body-charset'),
    'body-decoded': bodyFault('body-decoded'),
    'body-empty': bodyFault('body-empty'),
    'body-truncated': bodyFault('body-truncated'),
    'content-template': contentTemplate,
    'timestamp-unit': timestampUnit,
    'timestamp-other-header': timestampOtherHeader,
    'url-mismatch': urlMismatch,
    algorithm,
    encoding,
    'scheme-other': schemeOther(schemes),
    'signature-truncated': signatureTruncated,
    'signature-of-other-request': otherRequest,
    'clock-skew': clockSkew,
  };
}

/** The value of one character is another: no known program does that. */
export function changedValue(body: Uint8Array, random: Random): Uint8Array | null {
  const digits = [...body.keys()].filter((at) => /[1-8a-y]/.test(String.fromCharCode(body[at] ?? 0)));
  if (digits.length === 0) return null;
  const at = random.pick(digits);
  const changed = body.slice();
  changed[at] = (body[at] ?? 0) + 1;
  return changed;
}
