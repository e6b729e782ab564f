import { recipeScheme } from '../recipe-scheme.ts';

export const msTeamsOutgoing = recipeScheme({
  id: 'ms-teams-outgoing',
  name: 'Microsoft Teams (outgoing webhook)',
  docs: 'https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook',
  secretHint: 'The security token shown when the webhook was made; it is decoded from base64.',
  notes: ['The reply is shown in the conversation and has to come within 5 s.'],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['Authorization'], assign: ' ', version: 'HMAC', encoding: 'base64' },
      secret: { encoding: 'base64' },
    },
  ],
  detect: [[{ header: 'authorization', pattern: /^HMAC / }]],
  metadata: { eventType: [{ json: 'type' }], deliveryId: [{ json: 'id' }] },
  delivery: { success: ['2xx'], deadlineMs: 5_000, source: 'memory', retry: null },
});
