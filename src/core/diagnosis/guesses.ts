import { contentTypeOf } from '../http/content-type.ts';
import { firstHeader } from '../http/headers.ts';
import type { Outcome } from '../signature/scheme.ts';
import { noEvidence } from './change.ts';
import type { DiagnosisInput } from './diagnose.ts';
import type { Cause, Diagnosis } from './diagnosis.ts';
import { guessWords } from './words.ts';

const MAX_GUESSES = 2;

/** The two likeliest next steps, with the reason that the request gives for them. None where nothing is wrong to be found. */
export function guesses(input: DiagnosisInput, outcome: Outcome): readonly Diagnosis[] {
  const { scheme, secrets } = input;
  if (scheme.kind === 'none') return [];
  // Without a secret there is nothing that could be wrong, and the verdict says so.
  if (!secrets.some(({ isOwn }) => isOwn)) return [];
  const likely: Diagnosis[] = [];
  for (const [cause, reason] of reasons(input, outcome)) {
    if (likely.length === MAX_GUESSES) break;
    if (likely.some(({ causes }) => causes[0] === cause)) continue;
    likely.push({ causes: [cause], confidence: 'likely', ...guessWords(cause, reason, scheme), evidence: noEvidence });
  }
  return likely;
}

function* reasons(input: DiagnosisInput, { reason }: Outcome): Generator<readonly [cause: Cause, reason: string]> {
  const { scheme, request } = input;
  switch (reason) {
    case 'missing-signature':
    case 'empty-signature':
      yield [
        'scheme-other',
        `The request carries no signature where ${scheme.name} has it, so it is probably another sender’s`,
      ];
      break;
    case 'unknown-version':
      yield ['scheme-other', `The signature is of another version than ${scheme.name}’s`];
      break;
    case 'malformed-signature':
    case 'duplicate-signature':
      yield ['encoding', 'What the request carries as its signature does not have the scheme’s form'];
      yield [
        'scheme-other',
        `A value of that form is no signature of ${scheme.name}, so it is probably another sender’s`,
      ];
      break;
    case 'invalid-secret':
      yield ['secret-encoding', 'The secret cannot be read as the scheme reads it, so it is probably not copied whole'];
      break;
    case 'missing-timestamp':
    case 'duplicate-timestamp':
      yield ['timestamp-other-header', 'The request has no single timestamp where the scheme reads it'];
      break;
    case 'stale-timestamp':
    case 'future-timestamp':
      yield ['clock-skew', 'The signature is right, and its timestamp lies outside the scheme’s tolerance'];
      yield ['timestamp-unit', 'The timestamp may be written in another unit than the scheme’s'];
      break;
    case 'malformed-timestamp':
      yield ['timestamp-unit', 'The timestamp is not a moment near this one in the scheme’s unit'];
      break;
    case 'no-public-url':
      yield ['url-mismatch', 'The scheme signs the public URL, which is not known here'];
      break;
    case 'missing-part':
      yield ['content-template', 'A part that the scheme signs is missing from the request'];
      break;
    case 'duplicate-part':
      yield ['content-template', 'A part that the scheme signs is there several times, with different values'];
      break;
    case 'malformed-part':
      yield ['content-template', 'A part that the scheme signs has characters that the scheme does not allow in it'];
      break;
    default:
      break;
  }
  if (scheme.mechanism.strength === 'token') {
    yield ['secret-other', 'The request carries another token than the one that is stored'];
    return;
  }
  if (scheme.info.signsUrl) {
    yield [
      'url-mismatch',
      'The scheme signs the public URL, and the signature fits none of the forms of the known one',
    ];
  }
  const isCoded = firstHeader(request.headers, 'content-encoding') !== undefined;
  if (isCoded && !isBinary(request.body)) {
    yield [
      'body-decoded',
      'The body is named as compressed and is not, so something unpacked it on its way, which cannot be undone byte for byte',
    ];
  }
  yield [
    'secret-other',
    'No form of the request has this signature with the stored secrets, so it was probably made with another one',
  ];
  const mediaType = contentTypeOf(request.headers)?.mediaType ?? '';
  if (isCoded) {
    yield ['body-decoded', 'The body is compressed, so it may have been signed before or after that'];
  }
  if (/[/+]json$/.test(mediaType) || /^\s*[[{]/.test(String.fromCharCode(...request.body.subarray(0, 8)))) {
    yield ['body-reserialised', 'The body is JSON, which parsing and writing again changes without a trace'];
  } else if (mediaType.startsWith('application/x-www-form-urlencoded') || mediaType.startsWith('multipart/')) {
    yield ['body-decoded', 'The body is a form, which parsing and writing again changes without a trace'];
  }
  yield ['content-template', 'The signed content may have other parts than the scheme documents'];
}

/** What is compressed has bytes below 9 near its start, which no text has. */
function isBinary(body: Uint8Array): boolean {
  return body.subarray(0, 64).some((byte) => byte < 9);
}
