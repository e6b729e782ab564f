import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'calendly',
  name: 'Calendly',
  headers: () => [
    ['Content-Type', 'application/json'],
    ['User-Agent', 'Calendly Webhook'],
  ],
});

function invitee(name: string, status: string, more: object) {
  return {
    event: name,
    created_at: '2026-03-04T09:12:44.000000Z',
    created_by: 'https://api.calendly.com/users/EXAMPLEUSER42',
    payload: {
      uri: 'https://api.calendly.com/scheduled_events/EXAMPLEEVENT42/invitees/EXAMPLEINVITEE42',
      event: 'https://api.calendly.com/scheduled_events/EXAMPLEEVENT42',
      name: 'Ana Núñez',
      email: 'ana.nunez@example.com',
      status,
      timezone: 'Europe/Madrid',
      rescheduled: false,
      questions_and_answers: [{ question: 'What is it about?', answer: 'The harbour flat', position: 0 }],
      ...more,
    },
  };
}

export const calendly = [
  event('invitee.created', 'meeting booked', invitee('invitee.created', 'active', {})),
  event(
    'invitee.canceled',
    'meeting cancelled',
    invitee('invitee.canceled', 'canceled', {
      cancellation: { canceled_by: 'Ana Núñez', reason: 'Another day, please', canceler_type: 'invitee' },
    }),
  ),
];
