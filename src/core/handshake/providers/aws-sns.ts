import { firstHeader } from '../../http/headers.ts';
import type { RequestParts, SignedRequest } from '../../signature/request-parts.ts';
import { requestParts } from '../../signature/request-parts.ts';
import type { Confirmation } from '../confirmation.ts';
import { asked, askedJson } from '../echo.ts';
import { answered, type Handshake, newChallenge } from '../handshake.ts';
import { bodyHas } from '../read-challenge.ts';

const name = 'Amazon SNS subscription';
const TYPE = 'SubscriptionConfirmation';
const HOST = /^sns\.[a-z0-9-]{3,40}\.amazonaws\.com(\.cn)?$/;

/** https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.prepare.html */
export const snsSubscription: Handshake = {
  scheme: 'aws-sns',
  name,
  methods: ['POST'],
  answer(parts) {
    return isConfirmation(parts)
      ? { ...answered({ name }, { kind: 'nothing' }), label: `${name} waits for your confirmation` }
      : null;
  },
  requests: (context) => [
    asked('POST', {
      ...askedJson(
        {
          Type: TYPE,
          MessageId: newChallenge(context),
          Token: newChallenge(context),
          TopicArn: 'arn:aws:sns:us-east-1:000000000000:test',
          Message: 'You have chosen to subscribe to the topic.',
          // Nobody's: a handler that opens what it is sent must not confirm anything.
          SubscribeURL: 'https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription',
          Timestamp: '2026-01-01T00:00:00.000Z',
          SignatureVersion: '2',
        },
        [['x-amz-sns-message-type', TYPE]],
      ),
      signing: 'right',
    }),
  ],
};

function isConfirmation(parts: RequestParts): boolean {
  return (
    firstHeader(parts.request.headers, 'x-amz-sns-message-type') === TYPE &&
    bodyHas(parts, TYPE) &&
    parts.json('Type') === TYPE &&
    typeof parts.jsonAt('SubscribeURL') === 'string'
  );
}

/** The URL that confirms a captured subscription, and where such a URL may lead. */
export function snsConfirmation(request: SignedRequest): Confirmation | null {
  const parts = requestParts(request);
  const url = isConfirmation(parts) ? parts.json('SubscribeURL') : undefined;
  return url === undefined ? null : { url, host: HOST, confirmedLabel: `${name} confirmed` };
}
