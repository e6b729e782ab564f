import { utf8Bytes } from '../../bytes.ts';
import { asked } from '../echo.ts';
import { answered, type Handshake } from '../handshake.ts';
import { bodyHas } from '../read-challenge.ts';

const name = 'WooCommerce ping';

/** The form that is posted when a webhook is saved. https://woocommerce.com/document/webhooks/ */
export const woocommercePing: Handshake = {
  scheme: 'woocommerce',
  name,
  methods: ['POST'],
  answer(parts) {
    if (!bodyHas(parts, 'webhook_id=')) return null;
    const form = parts.form() ?? [];
    const isPing = form.length === 1 && form[0]?.[0] === 'webhook_id' && /^\d{1,20}$/.test(form[0][1]);
    return isPing ? answered({ name }, { kind: 'nothing' }) : null;
  },
  requests: () => [
    asked('POST', {
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      body: utf8Bytes('webhook_id=1'),
    }),
  ],
};
