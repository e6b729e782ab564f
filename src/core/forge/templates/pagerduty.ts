import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'pagerduty',
  name: 'PagerDuty',
  headers: (_, delivery) => [
    ['Accept', 'application/json'],
    ['Content-Type', 'application/json'],
    ['User-Agent', 'PagerDuty-Webhook/V3.0'],
    ['X-Webhook-Id', delivery],
    ['X-Webhook-Subscription', 'PXEXAMP'],
  ],
});

function incident(type: string, id: string, status: string) {
  return {
    event: {
      id,
      event_type: type,
      resource_type: 'incident',
      occurred_at: '2026-03-04T09:12:44.183Z',
      agent: { id: 'PIDAXMP', type: 'user_reference', summary: 'Ida Holm' },
      client: null,
      data: {
        id: 'Q1EXAMPLE42',
        type: 'incident',
        html_url: 'https://harbour.pagerduty.com/incidents/Q1EXAMPLE42',
        number: 42,
        status,
        title: 'Webhook queue is over 10 000',
        service: { id: 'PSVCXMP', type: 'service_reference', summary: 'Hello hooks' },
        urgency: 'high',
      },
    },
  };
}

export const pagerduty = [
  event(
    'incident.triggered',
    'incident triggered',
    incident('incident.triggered', '5ac64822-4adc-4fda-ade0-410becf0de4f', 'triggered'),
    '0d1f2e3c-4b5a-4697-8877-665544332211',
  ),
  event(
    'incident.resolved',
    'incident resolved',
    incident('incident.resolved', '01DFXM3NQX4Y7Z6W5V4U3T2S1R', 'resolved'),
    '1c2d3e4f-5a6b-4c7d-8e9f-0a1b2c3d4e5f',
  ),
];
