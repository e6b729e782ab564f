import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'docusign',
  name: 'DocuSign',
  headers: () => [
    ['Content-Type', 'application/json; charset=utf-8'],
    ['X-Authorization-Digest', 'HMACSHA256'],
  ],
});

const about = {
  accountId: '5df5f6a0-1f6c-4a6a-9c1d-0d2e3f4a5b6c',
  userId: '7a8b9c0d-1e2f-4a3b-8c4d-5e6f7a8b9c0d',
  envelopeId: '01234567-89ab-4cde-8f01-23456789abcd',
};

export const docusign = [
  event('envelope-completed', 'envelope completed', {
    event: 'envelope-completed',
    apiVersion: 'v2.1',
    uri: `/restapi/v2.1/accounts/${about.accountId}/envelopes/${about.envelopeId}`,
    retryCount: 0,
    configurationId: 1042,
    generatedDateTime: '2026-03-04T09:12:44.1830000Z',
    data: {
      ...about,
      envelopeSummary: {
        status: 'completed',
        emailSubject: 'Please sign: lease',
        sender: { userName: 'Ida Holm', email: 'ida@example.com' },
        completedDateTime: '2026-03-04T09:12:43.1830000Z',
      },
    },
  }),
  event('envelope-declined', 'envelope declined', {
    event: 'envelope-declined',
    apiVersion: 'v2.1',
    uri: `/restapi/v2.1/accounts/${about.accountId}/envelopes/${about.envelopeId}`,
    retryCount: 0,
    configurationId: 1042,
    generatedDateTime: '2026-03-04T09:12:44.1830000Z',
    data: about,
  }),
];
