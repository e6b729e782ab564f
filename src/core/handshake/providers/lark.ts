import { jsonEcho } from '../echo.ts';

/** Unencrypted ones. https://open.larksuite.com/document/server-docs/event-subscription-guide/event-subscription-configure-/request-url-configuration-case */
export const larkUrlVerification = jsonEcho({
  scheme: 'lark',
  name: 'Lark URL verification',
  path: 'challenge',
  members: { challenge: null, token: null, type: 'url_verification' },
  reply: { challenge: null },
});
