import { latin1Text, utf8Bytes } from '../../bytes.ts';
import { withJsonValue } from '../../json-splice.ts';
import { fail, ok } from '../../result.ts';
import { algorithmOf } from '../algorithm.ts';
import { codeScheme } from '../code-scheme.ts';
import { contentMechanism } from '../content-mechanism.ts';
import { retryPolicy } from '../delivery.ts';
import { jsonAt, requestParts } from '../request-parts.ts';
import { firstProblem, soleValue } from '../sole-value.ts';

const STATE = 'clientState';
/** Graph sends far fewer notifications in one body. */
const MAX_NOTIFICATIONS = 1000;

export const microsoftGraph = codeScheme({
  id: 'microsoft-graph',
  name: 'Microsoft Graph',
  docs: 'https://learn.microsoft.com/graph/change-notifications-delivery-webhooks',
  secretHint: 'The clientState of the subscription, as text.',
  notes: [
    'The clientState itself travels in every notification of the body; each of them has to be the same.',
    'The validationTokens of rich notifications are not checked.',
  ],
  mechanism: contentMechanism({
    algorithm: algorithmOf({ algorithm: 'token' }),
    signatureHeaders: [],
    encode: latin1Text,
    read(parts) {
      const states = statesOf(parts.jsonBody());
      const state = soleValue(
        'signature',
        states.filter((text) => text !== undefined),
        STATE,
      );
      const incomplete = states.includes(undefined);
      return {
        source: state.value === null ? null : { name: STATE, value: state.value },
        received: state.value === null ? [] : [{ text: state.value, bytes: utf8Bytes(state.value) }],
        contents: [[]],
        problem: firstProblem(state, {
          problem: incomplete ? { reason: 'missing-part', detail: `the ${STATE} of a notification` } : null,
        }),
      };
    },
    sign(request, signer) {
      // The signer writes bytes one character each; JSON is text.
      const text = new TextDecoder().decode(Uint8Array.from(signer([]), (character) => character.charCodeAt(0)));
      let body: Uint8Array | null = request.body;
      const count = statesOf(requestParts(request).jsonBody()).length;
      for (let index = 0; index < count && body !== null; index++) {
        body = withJsonValue(body, `value.${index}.${STATE}`, text);
      }
      if (body === null || count === 0)
        return fail({ kind: 'missing', part: '“value” with notifications in a JSON body' });
      return ok({ headers: request.headers, body });
    },
  }),
  detect: [[{ json: `value.0.${STATE}` }]],
  metadata: { eventType: [{ json: 'value.0.changeType' }], deliveryId: [{ json: 'value.0.id' }] },
  delivery: {
    success: [202],
    deadlineMs: 3_000,
    source: 'memory',
    retry: retryPolicy({ withinSeconds: 14_400, source: 'memory' }),
  },
  handshake: {
    text: 'A POST with validationToken in the query: answer 200 with it, decoded, as plain text, within 10 s.',
    source: 'memory',
  },
});

/** One for each notification; undefined where it has none. */
function statesOf(body: unknown): readonly (string | undefined)[] {
  const list = jsonAt(body, 'value');
  if (!Array.isArray(list) || list.length > MAX_NOTIFICATIONS) return [];
  return list.map((each: unknown) => {
    const state = jsonAt(each, STATE);
    return typeof state === 'string' ? state : undefined;
  });
}
