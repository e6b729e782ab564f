import { recipeScheme } from '../recipe-scheme.ts';

export const langfuse = recipeScheme({
  id: 'langfuse',
  name: 'Langfuse',
  docs: 'https://langfuse.com/docs/prompt-management/features/webhooks-slack-integrations',
  secretHint: 'lf-whsec_ and what follows, whole: the prefix is part of it.',
  notes: [],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { names: ['x-langfuse-signature'], separator: ',', assign: '=', version: 'v1', encoding: 'hex' },
      timestamp: { in: 'signature', name: 't', unit: 's', toleranceSeconds: 300 },
      signed: '{ts}.{body}',
    },
  ],
  detect: [[{ header: 'x-langfuse-signature' }]],
  metadata: { eventType: [], deliveryId: [] },
});
