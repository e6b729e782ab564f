import { utf8Bytes } from '../../bytes.ts';
import { asked } from '../echo.ts';
import { answered, type Handshake } from '../handshake.ts';
import { bodyHas } from '../read-challenge.ts';

/** An empty HEAD request that only wants a success; nothing in it tells whose it is. */
function headProbe(scheme: string, name: string): Handshake {
  return {
    scheme,
    name,
    onlyExpected: true,
    methods: ['HEAD'],
    answer: () => answered({ name }, { kind: 'nothing' }),
    requests: () => [asked('HEAD', {})],
  };
}

/** https://developer.atlassian.com/cloud/trello/guides/rest-api/webhooks/#creating-a-webhook */
export const trelloProbe = headProbe('trello', 'Trello HEAD request');
/** https://mailchimp.com/developer/transactional/guides/track-respond-activity-webhooks/ */
export const mandrillProbe = headProbe('mandrill', 'Mandrill HEAD request');
/** https://developers.intercom.com/docs/webhooks/setting-up-webhooks */
export const intercomProbe = headProbe('intercom', 'Intercom HEAD request');

const name = 'Mandrill test request';

/** A form with no events, when the URL is saved. */
export const mandrillTest: Handshake = {
  scheme: 'mandrill',
  name,
  methods: ['POST'],
  answer(parts) {
    if (!bodyHas(parts, 'mandrill_events=')) return null;
    const form = parts.form() ?? [];
    const isEmpty = form.length === 1 && form[0]?.[0] === 'mandrill_events' && form[0][1] === '[]';
    return isEmpty ? answered({ name }, { kind: 'nothing' }) : null;
  },
  requests: () => [
    asked('POST', {
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      body: utf8Bytes('mandrill_events=%5B%5D'),
    }),
  ],
};
