import { compactJson } from '../serialise.ts';
import type { ForgeTemplate } from '../template.ts';

function template(event: string, title: string, data: unknown): ForgeTemplate {
  return {
    id: `rex/${event}`,
    scheme: 'rex',
    event,
    title: `Rex: ${title}`,
    method: 'POST',
    headers: [
      ['Content-Type', 'application/json'],
      ['User-Agent', 'Rex-Webhooks/1.0'],
    ],
    body: compactJson({ id: `evt_${event.replace('.', '_')}_01`, event, created_at: '2026-03-04T09:12:44Z', data }),
  };
}

export const rex: readonly ForgeTemplate[] = [
  template('contact.created', 'contact created', {
    id: 'con_5521',
    first_name: 'Ana',
    last_name: 'Núñez',
    email: 'ana.nunez@example.com',
    phone: '+34 600 000 000',
    source: 'website',
  }),
  template('deal.updated', 'deal updated', {
    id: 'deal_981',
    name: 'Harbour flat, 2nd floor',
    stage: 'under_offer',
    previous_stage: 'listed',
    value: 425000,
    currency: 'EUR',
    contact_id: 'con_5521',
  }),
  template('task.created', 'task created', {
    id: 'task_3307',
    title: 'Call back about the viewing',
    due_at: '2026-03-05T15:00:00Z',
    assignee: 'jo@example.com',
    contact_id: 'con_5521',
    done: false,
  }),
];
