import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'twitch',
  name: 'Twitch',
  headers: (type, delivery) => [
    ['User-Agent', 'Go-http-client/1.1'],
    ['Content-Type', 'application/json'],
    ['Twitch-Eventsub-Message-Id', delivery],
    ['Twitch-Eventsub-Message-Retry', '0'],
    ['Twitch-Eventsub-Message-Timestamp', '2026-03-04T09:12:44.183920741Z'],
    ['Twitch-Eventsub-Message-Type', 'notification'],
    ['Twitch-Eventsub-Subscription-Type', type],
    ['Twitch-Eventsub-Subscription-Version', type === 'channel.follow' ? '2' : '1'],
  ],
});

const channel = { broadcaster_user_id: '424242', broadcaster_user_login: 'harbour', broadcaster_user_name: 'Harbour' };

function notification(type: string, version: string, content: object) {
  return {
    subscription: {
      id: 'f1c2a387-161a-49f9-a165-0f21d7a4e1c4',
      status: 'enabled',
      type,
      version,
      condition: { broadcaster_user_id: '424242' },
      transport: { method: 'webhook', callback: 'https://example.com/webhooks/twitch' },
      created_at: '2026-03-01T08:00:00.634234626Z',
      cost: 0,
    },
    event: content,
  };
}

export const twitch = [
  event(
    'stream.online',
    'stream online',
    notification('stream.online', '1', { id: '9001', ...channel, type: 'live', started_at: '2026-03-04T09:12:40Z' }),
    'befa7b53-d79d-478f-86b9-120f112b044e',
  ),
  event(
    'channel.follow',
    'new follower',
    notification('channel.follow', '2', {
      user_id: '1042',
      user_login: 'ida',
      user_name: 'Ida',
      ...channel,
      followed_at: '2026-03-04T09:12:43.183920741Z',
    }),
    'cfab8c64-e8ae-489f-97ca-231f223c155f',
  ),
];
