import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'typeform',
  name: 'Typeform',
  headers: () => [
    ['User-Agent', 'Typeform Webhooks'],
    ['Content-Type', 'application/json'],
  ],
});

export const typeform = [
  event('form_response', 'form answered', {
    event_id: '01JNEXAMPLE000000000000042',
    event_type: 'form_response',
    form_response: {
      form_id: 'harb0ur1',
      token: 'example-response-1042',
      landed_at: '2026-03-04T09:11:02Z',
      submitted_at: '2026-03-04T09:12:44Z',
      definition: {
        id: 'harb0ur1',
        title: 'How was your visit?',
        fields: [
          { id: 'rating000001', ref: 'rating', type: 'rating', title: 'How did you like it?' },
          { id: 'email0000001', ref: 'email', type: 'email', title: 'May we write to you?' },
        ],
      },
      answers: [
        { type: 'number', number: 5, field: { id: 'rating000001', type: 'rating', ref: 'rating' } },
        { type: 'email', email: 'ana.nunez@example.com', field: { id: 'email0000001', type: 'email', ref: 'email' } },
      ],
    },
  }),
];
