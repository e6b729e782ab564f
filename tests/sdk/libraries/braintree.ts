import { formFields, type OfficialLibrary, perSecret, returned, untyped } from '../official-library.ts';

interface Gateway {
  webhookNotification: { parse(signature: string, payload: string): Promise<unknown> };
  webhookTesting: {
    sampleNotification(kind: string, id: string): Promise<{ bt_signature: string; bt_payload: string }>;
  };
}
const { BraintreeGateway, Environment } = untyped<{
  BraintreeGateway: new (options: object) => Gateway;
  Environment: { Sandbox: unknown };
}>('braintree');

const PUBLIC_KEY = 'public42';

const gatewayOf = perSecret((secret): Gateway => {
  const [publicKey = '', privateKey = ''] = secret.split(':');
  return new BraintreeGateway({ environment: Environment.Sandbox, merchantId: 'unused', publicKey, privateKey });
});

const form = (xml: string) => `bt_payload=${encodeURIComponent(`${Buffer.from(xml).toString('base64')}\n`)}`;
const notification = (id: string) =>
  `<notification><timestamp type="datetime">2026-01-01T00:00:00Z</timestamp><kind>check</kind><subject><check type="boolean">true</check><id>${id}</id></subject></notification>`;
const noPayload = 'a form has its own bodies';

export const braintree: OfficialLibrary = {
  package: 'braintree',
  scheme: 'braintree',
  secret: `${PUBLIC_KEY}:private-key-4242`,
  otherSecret: `${PUBLIC_KEY}:private-key-4343`,
  headers: [['content-type', 'application/x-www-form-urlencoded']],
  bodies: {
    compact: form(notification('42')),
    unicode: form(notification('Zoë 東京 🎉')),
    escapes: form(notification('a&amp;b')),
    pretty: form(`\r\n  ${notification('43')}\r\n`),
    large: form(notification('lorem ipsum '.repeat(5400))),
  },
  skip: { empty: noPayload, binary: noPayload, 'byte-order mark': noPayload },
  signature: { in: 'body', bytes: /bt_signature=[^&]*?(?:%7C|\|)([0-9a-f]+)/i },
  verify: async (request, secret) => {
    const { bt_signature, bt_payload } = formFields(request);
    return returned(await gatewayOf(secret).webhookNotification.parse(String(bt_signature), String(bt_payload)));
  },
  sign: async (request, secret) => {
    const { bt_signature, bt_payload } = await gatewayOf(secret).webhookTesting.sampleNotification('check', '42');
    return { ...request, body: Buffer.from(new URLSearchParams({ bt_signature, bt_payload }).toString()) };
  },
  differs: {},
};
