import { latin1Bytes, latin1Text, sameBytes } from '../../bytes.ts';
import { compactJson, pythonJson } from '../../forge/serialise.ts';
import { type AuditExchange, isAccepted, isTimeout } from '../audit.ts';
import {
  type Asked,
  type AuditCheck,
  accepting,
  finding,
  ifHeld,
  pass,
  signedSend,
  statusesOf,
  tamperedSend,
} from '../check.ts';
import { signatureText, withSignatureText } from '../signature-place.ts';
import { rewrittenJson } from '../subject.ts';

const RAW_BYTES =
  'Verify the bytes as they came, before anything parses or decodes the body: express.raw() in Express, request.get_data() in Flask, io.ReadAll in Go, php://input in PHP.';

const validDelivery = accepting({
  id: 'accepts-valid',
  title: 'Accepts a valid delivery',
  severity: 'high',
  refused: 'A correctly signed delivery was refused, so nothing else can be told.',
  fix: 'Check that handler and audit use the same secret and scheme, and the URL where the scheme signs it.',
  sends: (subject) => [signedSend(subject, 'a valid delivery')],
});

export const acceptsValid: AuditCheck = {
  ...validDelivery,
  prepare(subject) {
    const prepared = validDelivery.prepare(subject);
    if ('notApplicable' in prepared) return prepared;
    return {
      ...prepared,
      conclude: (exchanges, asked) =>
        exchanges.length > 0 && exchanges.every(({ reply }) => isTimeout(reply))
          ? {
              outcome: 'not-applicable',
              message: 'No answer came in time, so whether it would be accepted is not known; see answers-in-time.',
            }
          : prepared.conclude(exchanges, asked),
    };
  },
};

/** Characters of one to four bytes, and such that text handling changes: a ligature, a combining mark, a line separator. */
const UNICODE = 'Zoë grüßt 你好 🎉 ﬁ e\u0301 \u2028 end';

export const acceptsValidUnicode = accepting({
  id: 'accepts-valid-unicode',
  title: 'Accepts text beyond ASCII',
  explainedBy: ['accepts-valid', 'rejects-reserialised-body'],
  severity: 'medium',
  refused: 'A valid delivery whose body holds text beyond ASCII was refused.',
  fix: `The body was decoded or written again before its signature was computed. ${RAW_BYTES}`,
  sends(subject) {
    const isJson = rewrittenJson(subject.fresh(), compactJson) !== null;
    if (!isJson) return { notApplicable: 'The body of this delivery is not JSON.' };
    return [
      signedSend(subject, 'JSON with text in UTF-8', (request) => ({
        ...(rewrittenJson(request, (value) => compactJson(withMember(value, UNICODE))) ?? request),
      })),
    ];
  },
});

export const acceptsValidBinarySafe: AuditCheck = {
  id: 'accepts-valid-binary-safe',
  title: 'Accepts every way to lay the body out, byte for byte',
  explainedBy: ['accepts-valid', 'rejects-reserialised-body'],
  concludesLast: true,
  prepare(subject) {
    const isJson = rewrittenJson(subject.fresh(), compactJson) !== null;
    if (!isJson) return { notApplicable: 'The body of this delivery is not JSON.' };
    const sends = [
      signedSend(subject, LAID_OUT, (request) => {
        const laidOut = rewrittenJson(
          request,
          (value) => `${JSON.stringify(value, null, '\t').replaceAll('\n', '\r\n')}\r\n`,
        );
        return laidOut ?? request;
      }),
    ];
    // The providers' own libraries take the body as text, and so does whoever uses them.
    const isText = subject.scheme.info.sdk.some(({ refuses = [] }) => refuses.includes('invalid-utf8'));
    if (!isText)
      sends.push(signedSend(subject, NO_TEXT, (request) => ({ ...request, body: withoutText(request.body) })));
    return {
      sends: sends.map((send) => ifHeld(subject, send)),
      conclude(exchanges, asked) {
        const [laidOut, noText] = [LAID_OUT, NO_TEXT].map((what) => exchanges.find((one) => one.what === what));
        if (laidOut !== undefined && !isAccepted(laidOut.reply)) {
          return finding(
            'medium',
            `A valid delivery was refused because of the white space or line ends in its body. Got ${statusesOf([laidOut])}.`,
            `Line ends or white space are changed before the signature is computed, as reading line by line does. ${RAW_BYTES}`,
          );
        }
        const losesText = asked.some(
          ({ check, exchange }) => check === 'accepts-valid-unicode' && !isAccepted(exchange.reply),
        );
        if (noText !== undefined && isRefusedAsForged(noText, asked) && !losesText) {
          return finding(
            'low',
            `A valid delivery whose body holds bytes that are no text was refused as a forged one is. Got ${statusesOf([noText])}.`,
            `The body is decoded before the signature is computed, which changes such bytes. ${RAW_BYTES}`,
          );
        }
        return pass(`Accepted with ${statusesOf(exchanges)}.`);
      },
    };
  },
};

const LAID_OUT = 'JSON over several lines that end with CRLF, with a line end after it';
const NO_TEXT = 'JSON with bytes that are no UTF-8';

/** In a string before the last bracket: JSON to parsers that are not strict about UTF-8. */
function withoutText(body: Uint8Array): Uint8Array {
  const text = latin1Text(body);
  const at = text.lastIndexOf('"');
  return at === -1 ? body : latin1Bytes(`${text.slice(0, at)}\xff\xfe\x80${text.slice(at)}`);
}

/** Not as something that could not be parsed, which no provider sends: with the reply that a wrong signature gets. */
function isRefusedAsForged({ reply }: AuditExchange, asked: readonly Asked[]): boolean {
  if (isAccepted(reply) || reply.kind !== 'replied') return false;
  return asked.some(
    ({ check, exchange: { reply: other } }) =>
      check === 'rejects-wrong-secret' &&
      other.kind === 'replied' &&
      other.status === reply.status &&
      sameBytes(other.body, reply.body),
  );
}

export const acceptsRotated = accepting({
  id: 'accepts-rotated',
  title: 'Accepts a delivery signed with an old and a new secret',
  explainedBy: ['accepts-valid'],
  severity: 'medium',
  refused:
    'A delivery with two signatures, one of them right, was refused: during a rotation of the secret every delivery has two.',
  fix: 'Compare with every signature of the version in the header, and accept when one of them matches.',
  sends(subject) {
    const { recipe } = subject;
    const { separator, version, assign } = recipe?.signature ?? {};
    if (separator === undefined || version === undefined || assign === undefined || recipe?.signature.in !== 'header') {
      return { notApplicable: 'The scheme has room for one signature only.' };
    }
    return (['wrong one first', 'right one first'] as const).map((order) =>
      tamperedSend(subject, `two signatures, the ${order}`, (signed, nowMs) => {
        const [place] = subject.places(signed, nowMs);
        const other = subject.otherSecret(1);
        const wrong = other === null ? null : subject.signed(signed, nowMs, other);
        if (place === undefined || wrong === null || !wrong.ok) return null;
        const pair = [signatureText(wrong.value, place), signatureText(signed, place)];
        if (order === 'right one first') pair.reverse();
        return withSignatureText(
          signed,
          place,
          pair.join(`${separator}${version}${assign}${recipe.signature.prefix ?? ''}`),
        );
      }),
    );
  },
});

/** How a handler may write parsed JSON again before it verifies it; the audit's base request is laid out so that it would still match. */
export const layouts: readonly ((value: unknown) => string)[] = [
  compactJson,
  pythonJson,
  (value) => JSON.stringify(value, null, 2),
];

function withMember(value: unknown, text: string): unknown {
  return Array.isArray(value) || typeof value !== 'object' || value === null
    ? value
    : { ...value, hookproof_audit: text };
}
