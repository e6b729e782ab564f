import { formBody, phpJson } from '../serialise.ts';
import type { ForgeTemplate } from '../template.ts';

const json: ForgeTemplate['headers'] = [
  ['User-Agent', 'Slackbot 1.0 (+https://api.slack.com/robots)'],
  ['Accept', '*/*'],
  ['Content-Type', 'application/json'],
];

function eventCallback(event: string, title: string, id: string, text: string): ForgeTemplate {
  return {
    id: `slack/${event}`,
    scheme: 'slack',
    event,
    title: `Slack: ${title}`,
    method: 'POST',
    headers: json,
    body: phpJson({
      token: 'unused-verification-token',
      team_id: 'T061EG9R6',
      api_app_id: 'A0FFV41KK',
      event: {
        type: event,
        user: 'U061F7AUR',
        text,
        ts: '1772615564.183920',
        channel: 'C0LAN2Q65',
        event_ts: '1772615564.183920',
        ...(event === 'message' ? { channel_type: 'channel' } : {}),
      },
      type: 'event_callback',
      event_id: id,
      event_time: 1772615564,
      authorizations: [{ enterprise_id: null, team_id: 'T061EG9R6', user_id: 'U0LAN0Z89', is_bot: true }],
    }),
  };
}

export const slack: readonly ForgeTemplate[] = [
  eventCallback(
    'message',
    'message in a channel',
    'Ev0PV52K21',
    'The build is green again 🎉 <https://example.com/builds/42>',
  ),
  eventCallback('app_mention', 'app mentioned', 'Ev0PV52K25', '<@U0LAN0Z89> what is on call this week?'),
  {
    id: 'slack/url_verification',
    scheme: 'slack',
    event: 'url_verification',
    title: 'Slack: URL verification',
    method: 'POST',
    headers: json,
    body: phpJson({
      token: 'unused-verification-token',
      challenge: '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P',
      type: 'url_verification',
    }),
  },
  {
    id: 'slack/slash-command',
    scheme: 'slack',
    event: '/deploy',
    title: 'Slack: slash command',
    method: 'POST',
    headers: [
      ['User-Agent', 'Slackbot 1.0 (+https://api.slack.com/robots)'],
      ['Accept', 'application/json,*/*'],
      ['Content-Type', 'application/x-www-form-urlencoded'],
    ],
    body: formBody([
      ['token', 'unused-verification-token'],
      ['team_id', 'T061EG9R6'],
      ['team_domain', 'harbour'],
      ['channel_id', 'C0LAN2Q65'],
      ['channel_name', 'releases'],
      ['user_id', 'U061F7AUR'],
      ['user_name', 'ida'],
      ['command', '/deploy'],
      ['text', 'web to staging'],
      ['api_app_id', 'A0FFV41KK'],
      ['response_url', 'https://hooks.slack.example/commands/T061EG9R6/1234/abcd'],
      ['trigger_id', '13345224609.738474920.8088930838d88f008e0'],
    ]),
  },
];
