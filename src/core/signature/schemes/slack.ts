import { retryPolicy } from '../delivery.ts';
import { recipeScheme } from '../recipe-scheme.ts';

export const slack = recipeScheme({
  id: 'slack',
  name: 'Slack',
  docs: 'https://docs.slack.dev/authentication/verifying-requests-from-slack',
  secretHint: 'The app’s signing secret (Basic Information), as text.',
  notes: [
    'Slash commands and interactivity are forms: the raw form body is signed.',
    'Slack’s own library accepts timestamps from the future; here 300 s either way is the window.',
    'Form posts with ssl_check=1 carry no signature.',
  ],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Slack-Signature'], assign: '=', version: 'v0', encoding: 'hex' },
      timestamp: { in: 'header', name: 'X-Slack-Request-Timestamp', unit: 's', toleranceSeconds: 300 },
      signed: 'v0:{ts}:{body}',
    },
  ],
  detect: [[{ header: 'x-slack-signature' }]],
  metadata: {
    eventType: [{ json: 'event.type' }, { json: 'type' }, { form: 'command' }],
    deliveryId: [{ json: 'event_id' }, { form: 'trigger_id' }],
  },
  delivery: {
    success: ['2xx'],
    deadlineMs: 3_000,
    source: 'documented',
    retry: retryPolicy({ delaysSeconds: [0, 60, 300], deliveryId: 'same', source: 'memory' }),
  },
  handshake: {
    text: 'A POST with type url_verification: answer 200 with its challenge, as text or as {"challenge": …}. Form posts with ssl_check=1 carry no signature.',
    source: 'documented',
  },
  sdk: [{ library: '@slack/bolt 5.1.0', refuses: ['invalid-utf8', 'capital-hex'], accepts: ['future'] }],
});
