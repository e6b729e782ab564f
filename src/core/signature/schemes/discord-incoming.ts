import { uncheckableScheme } from '../uncheckable-scheme.ts';

export const discordIncoming = uncheckableScheme({
  id: 'discord-incoming',
  name: 'Discord (incoming webhooks)',
  docs: 'https://docs.discord.com/developers/resources/webhook',
  notes: [
    'Incoming webhooks are URLs you post to; Discord itself sends nothing through them.',
    'Interactions and webhook events, which Discord sends, are signed: choose the scheme “Discord” for those.',
  ],
  reason: 'unsigned-scheme',
  detect: [],
  metadata: { eventType: [], deliveryId: [] },
});
