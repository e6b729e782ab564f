import { compactJson, formBody } from '../serialise.ts';
import type { ForgeTemplate } from '../template.ts';

export const generic: readonly ForgeTemplate[] = [
  {
    id: 'generic-hmac/json',
    scheme: 'generic-hmac',
    event: 'order.created',
    title: 'Generic: JSON event (X-Signature-256)',
    method: 'POST',
    headers: [['Content-Type', 'application/json']],
    body: compactJson({
      id: 'evt_1042',
      event: 'order.created',
      data: { order: 1042, total: '49.98', currency: 'EUR' },
    }),
  },
  {
    id: 'generic-hmac/form',
    scheme: 'generic-hmac',
    event: 'order.created',
    title: 'Generic: form event (X-Signature-256)',
    method: 'POST',
    headers: [['Content-Type', 'application/x-www-form-urlencoded']],
    body: formBody([
      ['id', 'evt_1043'],
      ['event', 'order.created'],
      ['order', '1043'],
      ['note', 'Leave at the door, please'],
    ]),
  },
];
