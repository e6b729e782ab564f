import { headerEcho } from '../echo.ts';

/** https://developer.okta.com/docs/concepts/event-hooks/#one-time-verification-request */
export const oktaVerification = headerEcho({
  scheme: 'okta-event-hooks',
  name: 'Okta one-time verification',
  method: 'GET',
  header: 'X-Okta-Verification-Challenge',
  reply: { verification: null },
});
