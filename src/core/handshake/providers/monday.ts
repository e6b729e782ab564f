import { jsonEcho } from '../echo.ts';

/** https://developer.monday.com/apps/docs/mondaycode-webhooks */
export const mondayChallenge = jsonEcho({
  scheme: 'monday',
  name: 'monday.com challenge',
  path: 'challenge',
  members: { challenge: null },
  reply: { challenge: null },
});
