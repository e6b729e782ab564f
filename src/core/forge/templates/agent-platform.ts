import { phpJson } from '../serialise.ts';
import type { ForgeTemplate } from '../template.ts';

const scheme = 'agent-x-webhook-signature';
const headers: ForgeTemplate['headers'] = [
  ['Content-Type', 'application/json'],
  ['Accept', 'application/json'],
];

function envelope(event: string, data: unknown): string {
  // Microseconds and escaped slashes: the platform writes its JSON with PHP.
  const webhook = { id: 42, name: 'Ship bridge' };
  return phpJson({ event, webhook, timestamp: '2026-03-04T09:12:44.183920Z', data });
}

const agent = { id: 17, name: 'Navigator' };
const room = { id: 5, name: 'Bridge' };
const user = { id: 88, name: 'Ida Holm' };

export const agentPlatform: readonly ForgeTemplate[] = [
  {
    id: `${scheme}/agent.action`,
    scheme,
    event: 'agent.action',
    title: 'Agent platform: agent action (WARP_EXECUTE)',
    method: 'POST',
    headers,
    body: envelope('agent.action', {
      agent,
      room,
      user,
      action: 'WARP_EXECUTE',
      content: JSON.stringify({ type: 'WARP_EXECUTE', destination: 'Vega/4', factor: 6.5, confirmed: true }),
    }),
  },
  {
    id: `${scheme}/agent.message`,
    scheme,
    event: 'agent.message',
    title: 'Agent platform: message from an agent',
    method: 'POST',
    headers,
    body: envelope('agent.message', { agent, room, user, content: 'Course laid in – arrival in 4 h.' }),
  },
  {
    id: `${scheme}/user.message`,
    scheme,
    event: 'user.message',
    title: 'Agent platform: message from a user',
    method: 'POST',
    headers,
    body: envelope('user.message', { agent, room, user, content: 'Take us to Vega, please.' }),
  },
];
