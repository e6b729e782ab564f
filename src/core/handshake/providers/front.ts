import { headerEcho } from '../echo.ts';

/** https://dev.frontapp.com/docs/application-webhooks#validate-the-webhook-url */
export const frontChallenge = headerEcho({
  scheme: 'front',
  name: 'Front challenge',
  method: 'POST',
  header: 'X-Front-Challenge',
  reply: 'text',
});
