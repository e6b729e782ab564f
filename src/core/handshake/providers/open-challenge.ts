import { queryEcho } from '../echo.ts';

const challenge = { parameter: 'challenge', reply: 'text' } as const;

/** https://www.dropbox.com/developers/reference/webhooks#documentation */
export const dropboxChallenge = queryEcho({
  ...challenge,
  scheme: 'dropbox',
  name: 'Dropbox challenge',
  onlyExpected: true,
});

/** https://developer.nylas.com/docs/v3/notifications/#respond-to-webhook-verification-request */
export const nylasChallenge = queryEcho({ ...challenge, scheme: 'nylas', name: 'Nylas challenge', onlyExpected: true });

/** Of whoever asks so; nothing else in the request tells the three apart. https://developer.adobe.com/events/docs/guides/#the-challenge-request */
export const openChallenge = queryEcho({ ...challenge, scheme: 'adobe', name: 'Challenge (Adobe, Dropbox, Nylas)' });
