import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'zoom',
  name: 'Zoom',
  headers: () => [
    ['Content-Type', 'application/json; charset=utf-8'],
    ['User-Agent', 'Zoom Marketplace/1.0a'],
  ],
});

const meeting = {
  id: '91042001042',
  uuid: 'ExampleUuid1042AAAA==',
  host_id: 'exampleHostId000000042',
  topic: 'Harbour stand-up',
  type: 8,
  start_time: '2026-03-04T09:00:00Z',
  duration: 15,
  timezone: 'Europe/Copenhagen',
};

export const zoom = [
  event('meeting.started', 'meeting started', {
    event: 'meeting.started',
    payload: { account_id: 'exampleAccount00000042', object: meeting },
    event_ts: 1772615564183,
  }),
  event('meeting.participant_joined', 'participant joined', {
    event: 'meeting.participant_joined',
    payload: {
      account_id: 'exampleAccount00000042',
      object: {
        ...meeting,
        participant: {
          user_id: '16778240',
          user_name: 'Ida Holm',
          email: 'ida@example.com',
          join_time: '2026-03-04T09:12:43Z',
        },
      },
    },
    event_ts: 1772615564183,
  }),
  event('endpoint.url_validation', 'URL validation', {
    payload: { plainToken: 'exampleToken1042abcDEF' },
    event_ts: 1772615564183,
    event: 'endpoint.url_validation',
  }),
];
