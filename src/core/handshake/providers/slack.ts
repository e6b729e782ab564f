import { utf8Bytes } from '../../bytes.ts';
import { firstHeader } from '../../http/headers.ts';
import { queryOfTarget } from '../../http/message.ts';
import { parseQuery } from '../../signature/form.ts';
import { asked, jsonEcho } from '../echo.ts';
import { answered, type Handshake } from '../handshake.ts';
import { bodyHas } from '../read-challenge.ts';

/** https://docs.slack.dev/reference/events/url_verification */
export const slackUrlVerification = jsonEcho({
  scheme: 'slack',
  name: 'Slack URL verification',
  path: 'challenge',
  members: { token: null, type: 'url_verification', challenge: null },
  marks: ({ request }) => firstHeader(request.headers, 'x-slack-request-timestamp') !== undefined,
  headers: [['X-Slack-Request-Timestamp', '0']],
  signing: 'right',
  reply: { challenge: null },
});

const name = 'Slack certificate check';

/** Two fields and no signature. https://docs.slack.dev/interactivity/implementing-slash-commands */
export const slackSslCheck: Handshake = {
  scheme: 'slack',
  name,
  methods: ['POST', 'GET'],
  answer(parts) {
    const { method, target } = parts.request;
    const pairs =
      method === 'GET' ? parseQuery(queryOfTarget(target)) : bodyHas(parts, 'ssl_check=1') ? parts.form() : null;
    const fields = new Map(pairs);
    const isCheck = pairs?.length === 2 && fields.get('ssl_check') === '1' && fields.has('token');
    return isCheck ? answered({ name }, { kind: 'nothing' }) : null;
  },
  requests: () => [
    asked('POST', {
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      body: utf8Bytes('token=test&ssl_check=1'),
    }),
  ],
};
