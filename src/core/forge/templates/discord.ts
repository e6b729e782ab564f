import { compactJson } from '../serialise.ts';
import type { ForgeTemplate } from '../template.ts';

const headers: ForgeTemplate['headers'] = [
  ['Content-Type', 'application/json'],
  ['User-Agent', 'Discord-Interactions/1.0 (+https://discord.com)'],
];
const application = '1098765432109876543';
const user = { id: '214000000000000001', username: 'ida', global_name: 'Ida', discriminator: '0' };

function template(id: string, event: string, title: string, payload: unknown): ForgeTemplate {
  return {
    id: `discord/${id}`,
    scheme: 'discord',
    event,
    title: `Discord: ${title}`,
    method: 'POST',
    headers,
    body: compactJson(payload),
  };
}

export const discord: readonly ForgeTemplate[] = [
  template('interaction-ping', 'PING', 'interaction PING', {
    application_id: application,
    id: '1098765432109876600',
    token: 'interaction-token',
    type: 1,
    user,
    version: 1,
  }),
  template('interaction-command', 'APPLICATION_COMMAND', 'slash command', {
    application_id: application,
    channel_id: '645027906669510667',
    data: {
      id: '771825006014889984',
      name: 'weather',
      type: 1,
      options: [{ name: 'city', type: 3, value: 'Aarhus' }],
    },
    guild_id: '290926798626357999',
    id: '786008729715212338',
    member: { user, roles: ['539082325061836999'], permissions: '2147483647', joined_at: '2023-03-13T19:19:14+00:00' },
    token: 'interaction-token',
    type: 2,
    version: 1,
  }),
  template('webhook-ping', 'PING', 'webhook event PING', { version: 1, application_id: application, type: 0 }),
  template('webhook-event', 'APPLICATION_AUTHORIZED', 'webhook event, app authorised', {
    version: 1,
    application_id: application,
    type: 1,
    event: {
      type: 'APPLICATION_AUTHORIZED',
      timestamp: '2026-03-04T09:12:44.183920',
      data: { integration_type: 1, scopes: ['applications.commands'], user },
    },
  }),
];
