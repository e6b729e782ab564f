import { latin1Text, utf8Bytes } from '../../bytes.ts';
import { withJsonValue } from '../../json-splice.ts';
import { fail, ok } from '../../result.ts';
import { algorithmOf } from '../algorithm.ts';
import { codeScheme } from '../code-scheme.ts';
import { contentMechanism } from '../content-mechanism.ts';
import { firstProblem, soleValue } from '../sole-value.ts';

const PASSCODE = 'passcode';

export const figma = codeScheme({
  id: 'figma',
  name: 'Figma',
  docs: 'https://www.figma.com/developers/api#webhooks_v2',
  secretHint: 'The passcode given when the webhook was made.',
  notes: ['The passcode itself travels in the body, and nothing else of the request is protected.'],
  confirmed: false,
  mechanism: contentMechanism({
    algorithm: algorithmOf({ algorithm: 'token' }),
    signatureHeaders: [],
    encode: latin1Text,
    read(parts) {
      const text = parts.json(PASSCODE);
      const passcode = soleValue('signature', text === undefined ? [] : [text], PASSCODE);
      return {
        source: passcode.value === null ? null : { name: PASSCODE, value: passcode.value },
        received: passcode.value === null ? [] : [{ text: passcode.value, bytes: utf8Bytes(passcode.value) }],
        contents: [[]],
        problem: firstProblem(passcode),
      };
    },
    sign(request, signer) {
      // The signer writes bytes one character each; JSON is text.
      const text = new TextDecoder().decode(Uint8Array.from(signer([]), (character) => character.charCodeAt(0)));
      const body = withJsonValue(request.body, PASSCODE, text);
      return body === null ? fail({ kind: 'missing', part: 'a JSON body' }) : ok({ headers: request.headers, body });
    },
  }),
  detect: [[{ json: PASSCODE }]],
  metadata: { eventType: [{ json: 'event_type' }] },
  handshake: { text: 'An event of type PING when the webhook is made.', source: 'documented' },
});
