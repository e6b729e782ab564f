import type { HeaderList } from '../../http/headers.ts';
import { ok } from '../../result.ts';
import type { Algorithm } from '../../signature/algorithm.ts';
import type { HashName } from '../../signature/crypto-port.ts';
import type { AuditRequest } from '../audit.ts';
import { isAccepted, isBroken } from '../audit.ts';
import { type Asked, type AuditCheck, finding, pass, refusedWith, rejecting, tamperedSend } from '../check.ts';
import { type SignaturePlace, signatureText, withSignatureText } from '../signature-place.ts';
import type { AuditSubject } from '../subject.ts';

const COMPARE =
  'Decode the signature strictly, compare lengths first and then the bytes in constant time, and answer 401 when they differ.';

export const rejectsUnsigned = rejecting({
  id: 'rejects-unsigned',
  title: 'Refuses a delivery without a signature',
  severity: 'high',
  accepted: 'A delivery without any signature was accepted: anybody who knows the URL can send events.',
  fix: 'Answer 401 when the signature is missing. A check that is skipped when the header or the secret is absent is none.',
  sends: (subject) => [
    tamperedSend(subject, 'no signature', (signed, nowMs) => withoutSignature(subject, signed, nowMs)),
  ],
});

export const rejectsEmptySignature = rejecting({
  id: 'rejects-empty-signature',
  title: 'Refuses an empty signature',
  explainedBy: ['rejects-unsigned'],
  severity: 'high',
  accepted: 'An empty signature was accepted.',
  fix: `Treat an empty signature as a wrong one. ${COMPARE}`,
  sends: (subject) => [
    atPlace(subject, 'an empty signature', () => ''),
    tamperedSend(subject, 'an empty signature header', (signed, nowMs) => {
      const [place] = subject.places(signed, nowMs);
      return place?.in === 'header' ? { ...signed, headers: withHeaderAt(signed.headers, place.index, '') } : null;
    }),
  ],
});

/**
 * The one check that is about how a request is refused: a 5xx makes the provider send it again. Requests of the other checks that
 * broke the handler instead of being refused are named here too, so that each way to break it is found exactly once.
 */
export const rejectsMalformedSignature: AuditCheck = {
  id: 'rejects-malformed-signature',
  title: 'Refuses malformed signatures, and breaks on nothing that it refuses',
  explainedBy: ['rejects-wrong-secret'],
  concludesLast: true,
  prepare: (subject) => ({
    sends: [
      atPlace(subject, 'characters that are no encoding', (text) => '!'.repeat(text.length)),
      atPlace(subject, ONE_TOO_MANY, (text) => `${text}0`),
      atPlace(subject, 'a signature of 10,000 characters', () => '0'.repeat(10_000)),
      atPlace(subject, NO_ASCII, (text) => '\u00e9'.repeat(text.length)),
      tamperedSend(subject, 'a header of separators only', (signed, nowMs) => {
        const [place] = subject.places(signed, nowMs);
        return place?.in === 'header'
          ? { ...signed, headers: withHeaderAt(signed.headers, place.index, ',=,,==,') }
          : null;
      }),
    ],
    conclude(exchanges, asked) {
      const through = exchanges.filter(({ what, reply }) => isAccepted(reply) && what !== ONE_TOO_MANY);
      if (through.length > 0) {
        const which = through.map(({ what }) => what).join('; ');
        return finding('high', `A signature that is none was accepted: ${which}.`, COMPARE);
      }
      const refused = asked.filter(({ check }) => check.startsWith('rejects-'));
      const broken = withoutParsing(
        refused.filter(({ exchange }) => isBroken(exchange.reply)),
        refused,
      );
      if (broken.length === 0) {
        const refusals = exchanges.filter(({ reply }) => !isAccepted(reply));
        const isLenient = refusals.length < exchanges.length;
        return pass(
          `${refusedWith(refusals)}${isLenient ? ` The right signature was accepted with ${ONE_TOO_MANY} as well: lenient, but nothing that can be forged.` : ''}`,
        );
      }
      if (broken.every(({ exchange }) => exchange.what === NO_ASCII)) {
        return pass(`${refusedWith(exchanges)} It breaks on ${NO_ASCII}, which no provider sends.`);
      }
      const which = broken.map(({ check, exchange }) =>
        check === 'rejects-malformed-signature' ? exchange.what : `${exchange.what} (${check})`,
      );
      return {
        ...finding(
          'medium',
          `The handler broke instead of refusing: ${which.join('; ')}. The provider would send such a delivery again and again.`,
          COMPARE,
        ),
        exchanges: broken.map(({ exchange }) => exchange),
      };
    },
  }),
};

/** Python's compare_digest raises for text with these, and comparing lengths in characters before bytes fails for it: both are documented idioms. */
const NO_ASCII = 'bytes beyond ASCII';

/** Accepted by lenient decoders, which gives nobody anything: the right signature stands before it. */
const ONE_TOO_MANY = 'one character too many';

/** What a handler that parses before it verifies breaks on is the other finding’s consequence. */
function withoutParsing(broken: readonly Asked[], all: readonly Asked[]): readonly Asked[] {
  const isParsing = all.some(
    ({ check, exchange }) => check === 'rejects-reserialised-body' && isAccepted(exchange.reply),
  );
  const isBody = ({ check }: Asked) => check === 'rejects-appended-body' || check === 'rejects-tampered-body';
  return isParsing ? broken.filter((one) => !isBody(one)) : broken;
}

export const rejectsShortSignature = rejecting({
  id: 'rejects-short-signature',
  title: 'Refuses the beginning of a right signature',
  explainedBy: ['rejects-unsigned', 'rejects-wrong-secret', 'rejects-malformed-signature'],
  severity: 'high',
  accepted: 'A part of the right signature was accepted, so it can be guessed piece by piece.',
  fix: `Compare the whole signature, not as many characters as were sent. ${COMPARE}`,
  sends: (subject) => [
    atPlace(subject, 'its first character', (text) => text.slice(0, 1)),
    atPlace(subject, 'its first half', (text) => text.slice(0, Math.floor(text.length / 2))),
  ],
});

export const rejectsWrongSecret = rejecting({
  id: 'rejects-wrong-secret',
  title: 'Refuses a signature made with another secret',
  severity: 'high',
  accepted: 'A signature made with another secret was accepted: the signature is not checked.',
  fix: 'Compute the signature over the received body with your secret, and compare it with the received one in constant time.',
  sends: (subject) => [
    {
      what: 'the signature of another secret',
      make(nowMs) {
        const other = subject.otherSecret(1);
        return other === null
          ? { ok: false, failure: 'no other secret of this form could be made' }
          : subject.signed(subject.fresh(), nowMs, other);
      },
    },
  ],
});

export const rejectsEmptySecret = rejecting({
  id: 'rejects-empty-secret',
  title: 'Refuses a signature made with an empty secret',
  explainedBy: ['rejects-wrong-secret'],
  severity: 'high',
  accepted:
    'A signature made with an empty secret was accepted: the handler runs without its secret, and anybody can sign.',
  fix: 'Refuse to start, or to answer, when the secret is not set. An environment variable that is missing must not become an empty key.',
  sends(subject) {
    const hash = macOf(subject);
    if (hash === null) return { notApplicable: 'The scheme’s signature is not made with a shared secret as its key.' };
    return [
      {
        what: 'the signature of an empty secret',
        make: (nowMs) => subject.signedAs(subject.fresh(), nowMs, { hooks: { algorithm: emptyKeyed(hash) } }),
      },
    ];
  },
});

export const rejectsOtherAlgorithm = rejecting({
  id: 'rejects-other-algorithm',
  title: 'Refuses a signature of another algorithm',
  explainedBy: ['rejects-wrong-secret', 'rejects-unsigned'],
  severity: 'high',
  accepted: 'A signature of another algorithm was accepted: the sender chooses how it is checked.',
  fix: 'Fix the algorithm in the handler. Never take it from the request.',
  sends(subject) {
    const { recipe } = subject;
    if (recipe === null) {
      return [
        tamperedSend(subject, 'a token that says it is not signed', (signed, nowMs) =>
          withoutAlgorithm(subject, signed, nowMs),
        ),
      ];
    }
    const others = (['hmac-sha1', 'hmac-sha256', 'hmac-sha512'] as const).filter((name) => name !== recipe.algorithm);
    if (!recipe.algorithm.startsWith('hmac-')) return { notApplicable: 'The scheme’s signature is not an HMAC.' };
    return others.map((algorithm) => {
      const { prefix, version } = recipe.signature;
      const named = (text: string): string =>
        text.replace(recipe.algorithm.replace('hmac-', ''), algorithm.replace('hmac-', ''));
      return {
        what: algorithm.replace('hmac-', 'HMAC-').toUpperCase(),
        make: (nowMs: number) =>
          subject.signedAs(subject.fresh(), nowMs, {
            recipe: {
              algorithm,
              signature: {
                ...recipe.signature,
                ...(prefix === undefined ? {} : { prefix: named(prefix) }),
                ...(version === undefined ? {} : { version: named(version) }),
              },
            },
          }),
      };
    });
  },
});

/** A send whose signature, and nothing else, is another text. */
function atPlace(subject: AuditSubject, what: string, text: (signature: string) => string) {
  return tamperedSend(subject, what, (signed, nowMs) => {
    const places = subject.places(signed, nowMs);
    return places.length === 0
      ? null
      : places.reduce(
          (request, place) => withSignatureText(request, place, text(signatureText(signed, place))),
          signed,
        );
  });
}

/** Without the headers the signature stands in; where it stands in body or URL, as it was before it was signed. */
function withoutSignature(subject: AuditSubject, signed: AuditRequest, nowMs: number): AuditRequest | null {
  const places = subject.places(signed, nowMs);
  const inHeaders = places.filter((place): place is Extract<SignaturePlace, { in: 'header' }> => place.in === 'header');
  if (places.length === 0) return null;
  if (inHeaders.length < places.length) return subject.fresh();
  return { ...signed, headers: signed.headers.filter((_, index) => !inHeaders.some((place) => place.index === index)) };
}

function withHeaderAt(headers: HeaderList, at: number, value: string): HeaderList {
  return headers.map((header, index) => (index === at ? [header[0], value] : header));
}

/** RFC 8725, section 2.1: a JSON Web Token with `"alg":"none"`. null: the signature is no such token. */
function withoutAlgorithm(subject: AuditSubject, signed: AuditRequest, nowMs: number): AuditRequest | null {
  const [place] = subject.places(signed, nowMs);
  if (place === undefined || place.in !== 'header') return null;
  const value = signed.headers[place.index]?.[1] ?? '';
  const token = /([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]*$/.exec(value);
  if (token === null) return null;
  // {"alg":"none","typ":"JWT"}
  const unsigned = `eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.${token[2]}.`;
  return { ...signed, headers: withHeaderAt(signed.headers, place.index, value.slice(0, token.index) + unsigned) };
}

function macOf({ recipe }: AuditSubject): HashName | null {
  switch (recipe?.algorithm) {
    case 'hmac-sha1':
      return 'sha1';
    case 'hmac-sha256':
      return 'sha256';
    case 'hmac-sha384':
      return 'sha384';
    case 'hmac-sha512':
      return 'sha512';
    default:
      return null;
  }
}

const NO_KEY = new Uint8Array(0);
const digestBytes: Readonly<Record<HashName, number>> = { md5: 16, sha1: 20, sha256: 32, sha384: 48, sha512: 64 };

/** Our own keys are never empty: `keyOf` refuses them. */
function emptyKeyed(hash: HashName): Algorithm {
  return {
    form: digestBytes[hash],
    strength: 'full',
    load: (_rule, _secret, crypto) =>
      ok({
        secretBytes: NO_KEY,
        over: (content) => {
          const expected = crypto.hmac(hash, NO_KEY, content);
          return { expected, matches: (candidate) => crypto.sameBytes(expected, candidate) };
        },
        sign: (content) => crypto.hmac(hash, NO_KEY, content),
      }),
  };
}
