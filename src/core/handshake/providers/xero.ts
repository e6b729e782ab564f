import { firstHeader } from '../../http/headers.ts';
import { asked, askedJson } from '../echo.ts';
import { answered, type Handshake, newChallenge, refused, unanswerable } from '../handshake.ts';
import { bodyHas } from '../read-challenge.ts';

const scheme = 'xero';
const name = 'Xero intent to receive';

/** https://developer.xero.com/documentation/guides/webhooks/configuring-your-server#intent-to-receive */
export const xeroIntentToReceive: Handshake = {
  scheme,
  name,
  methods: ['POST'],
  answer(parts, { verdict }) {
    const isSigned = firstHeader(parts.request.headers, 'x-xero-signature') !== undefined;
    if (!isSigned || !bodyHas(parts, 'entropy')) return null;
    const events = parts.jsonAt('events');
    if (!Array.isArray(events) || events.length > 0) return null;
    switch (verdict(scheme)) {
      case 'verified':
        return answered({ name }, { kind: 'nothing' });
      case 'failed':
        return refused({ name }, 401, 'its signature is wrong, as some are on purpose');
      case 'unchecked':
        return unanswerable({ name }, 'the endpoint has no secret to check it with');
    }
  },
  requests(context) {
    const intent = askedJson(
      { events: [], firstEventSequence: 0, lastEventSequence: 0, entropy: newChallenge(context) },
      [['x-xero-signature', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=']],
    );
    return [
      asked('POST', { ...intent, what: 'the intent to receive, rightly signed', signing: 'right' }),
      asked('POST', { ...intent, what: 'the intent to receive, wrongly signed', signing: 'wrong' }),
    ];
  },
};
