import { formBody } from '../serialise.ts';
import type { ForgeTemplate } from '../template.ts';

const headers: ForgeTemplate['headers'] = [
  ['Content-Type', 'application/x-www-form-urlencoded; charset=UTF-8'],
  ['User-Agent', 'TwilioProxy/1.1'],
  ['Accept', '*/*'],
  ['I-Twilio-Idempotency-Token', '5f2c0c7e-3c8d-4d59-8a8e-6f6a8a6f0d51'],
];
const account = 'AC00000000000000000000000000000042';

export const twilio: readonly ForgeTemplate[] = [
  {
    id: 'twilio-form/incoming-message',
    scheme: 'twilio-form',
    event: 'incoming message',
    title: 'Twilio: SMS received',
    method: 'POST',
    headers,
    body: formBody([
      ['ToCountry', 'US'],
      ['SmsMessageSid', 'SM00000000000000000000000000001042'],
      ['NumMedia', '0'],
      ['SmsSid', 'SM00000000000000000000000000001042'],
      ['SmsStatus', 'received'],
      ['Body', 'Is the flat still free? Grüße, Ana'],
      ['To', '+15005550006'],
      ['NumSegments', '1'],
      ['MessageSid', 'SM00000000000000000000000000001042'],
      ['AccountSid', account],
      ['From', '+15005550010'],
      ['ApiVersion', '2010-04-01'],
    ]),
  },
  {
    id: 'twilio-form/call-status',
    scheme: 'twilio-form',
    event: 'call status',
    title: 'Twilio: call completed',
    method: 'POST',
    headers,
    body: formBody([
      ['CallSid', 'CA00000000000000000000000000001042'],
      ['AccountSid', account],
      ['From', '+15005550010'],
      ['To', '+15005550006'],
      ['CallStatus', 'completed'],
      ['CallDuration', '42'],
      ['Direction', 'inbound'],
      ['ApiVersion', '2010-04-01'],
    ]),
  },
];
