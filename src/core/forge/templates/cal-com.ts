import { jsonEvents } from '../json-event.ts';

const event = jsonEvents({
  scheme: 'cal-com',
  name: 'Cal.com',
  headers: () => [['Content-Type', 'application/json']],
});

const booking = {
  type: '30min',
  title: '30 minutes between Ida Holm and Ana Núñez',
  startTime: '2026-03-11T14:00:00Z',
  endTime: '2026-03-11T14:30:00Z',
  organizer: { name: 'Ida Holm', email: 'ida@example.com', timeZone: 'Europe/Copenhagen', language: { locale: 'en' } },
  attendees: [
    { name: 'Ana Núñez', email: 'ana.nunez@example.com', timeZone: 'Europe/Madrid', language: { locale: 'es' } },
  ],
  uid: 'bFJeNb2uX8ANpT3JL5EfXw',
  bookingId: 1042,
};

export const calCom = [
  event('BOOKING_CREATED', 'booking created', {
    triggerEvent: 'BOOKING_CREATED',
    createdAt: '2026-03-04T09:12:44.183Z',
    payload: { ...booking, status: 'ACCEPTED' },
  }),
  event('BOOKING_CANCELLED', 'booking cancelled', {
    triggerEvent: 'BOOKING_CANCELLED',
    createdAt: '2026-03-04T09:12:44.183Z',
    payload: { ...booking, status: 'CANCELLED', cancellationReason: 'Ana is ill' },
  }),
];
