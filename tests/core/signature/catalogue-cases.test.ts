import { describe, expect, it } from 'vitest';
import { lossyUtf8Text } from '../../../src/core/bytes.ts';
import { verify } from '../../../src/core/signature/verify.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';
import { judge, NOW, post, SECRET, scheme, signed, without } from '../../support/signing.ts';

const HEX_KEY = '44782def547aaa06c910c43932b1eb0c71fc68d9d0c057550c48ec2acf6ba056';

describe('Adyen payments', () => {
  const item = (pspReference: string) => ({
    NotificationRequestItem: {
      pspReference,
      originalReference: '',
      merchantAccountCode: 'Shop',
      merchantReference: 'order-1',
      amount: { value: 1130, currency: 'EUR' },
      eventCode: 'AUTHORISATION',
      success: 'true',
      reason: 'not signed',
    },
  });
  const bodyOf = (...items: unknown[]) => JSON.stringify({ live: 'false', notificationItems: items });
  const signedItem = (pspReference: string) =>
    JSON.parse(lossyUtf8Text(signed('adyen-payments', HEX_KEY, post([], bodyOf(item(pspReference)))).body))
      .notificationItems[0];
  const reason = (...items: unknown[]) => judge('adyen-payments', post([], bodyOf(...items)), [HEX_KEY]).reason;

  it('is not offered as data, which would check the first item alone', () => {
    expect(scheme('adyen-payments').recipes).toBeUndefined();
    expect(scheme('adyen-payments').wireFormat).toBeUndefined();
  });

  it('reads no further than the first item that is wrong', () => {
    let read = 0;
    const counting = {
      ...nodeCrypto,
      hmac: (...[name, key, parts]: Parameters<typeof nodeCrypto.hmac>) => {
        read++;
        return nodeCrypto.hmac(name, key, parts);
      },
    };
    const one = signedItem('8825408195409505');
    const body = bodyOf(one, item('8825408195409506'), ...Array.from({ length: 1000 }, () => one));
    const secrets = [{ id: 'key', value: HEX_KEY }];
    const { status } = verify(scheme('adyen-payments'), post([], body), secrets, NOW, counting);
    expect([status, read]).toEqual(['failed', 1]);
  });

  it('signs into the item and leaves the rest of the body alone', () => {
    const body = bodyOf(item('8825408195409505')).replace('1130', '1130 ');
    const text = lossyUtf8Text(signed('adyen-payments', HEX_KEY, post([], body)).body);
    expect(text.replace(/,"additionalData":\{"hmacSignature":"[A-Za-z0-9+/]{43}="\}/, '')).toBe(body);
    expect(judge('adyen-payments', post([], text), [HEX_KEY]).status).toBe('verified');
  });

  it('has every item signed', () => {
    expect(reason(signedItem('a'), signedItem('b'))).toBeNull();
    expect(reason(signedItem('a'), item('b'))).toBe('missing-signature');
    expect(
      reason(signedItem('a'), {
        ...signedItem('a'),
        NotificationRequestItem: { ...signedItem('a').NotificationRequestItem, pspReference: 'c' },
      }),
    ).toBe('signature-mismatch');
    expect(reason(signedItem('a'), null)).toBe('missing-signature');
  });

  it('signs an item without an original reference with nothing in its place', () => {
    const one = signedItem('a');
    const { originalReference: _, ...bare } = one.NotificationRequestItem;
    expect(reason({ NotificationRequestItem: bare })).toBeNull();
  });

  it('takes items nested deeper than the stack', () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const body = bodyOf(signedItem('a'), '@').replace('"@"', `{"NotificationRequestItem":{"pspReference":${deep}}}`);
    expect(judge('adyen-payments', post([], body), [HEX_KEY]).reason).toBe('missing-signature');
  });
});

describe('timestamps in the body', () => {
  it('are set to the moment of signing, and nothing else changes', () => {
    const request = post([], '{ "action":"update", "webhookTimestamp":1 , "n":1.0 }');
    expect(judge('linear', signed('linear', SECRET, request, NOW - 61_000), [SECRET]).reason).toBe('stale-timestamp');
    const fresh = signed('linear', SECRET, request);
    expect(lossyUtf8Text(fresh.body)).toBe(`{ "action":"update", "webhookTimestamp":${NOW} , "n":1.0 }`);
    expect(judge('linear', fresh, [SECRET]).status).toBe('verified');
  });

  it('stay text where they are text', () => {
    const request = post([], '{"signature":{"timestamp":"1","token":"t"}}');
    const { body } = signed('mailgun', SECRET, request);
    expect(JSON.parse(lossyUtf8Text(body)).signature.timestamp).toBe(String(NOW / 1000));
    expect(judge('mailgun', { ...request, body }, [SECRET]).status).toBe('verified');
  });
});

describe('URLs', () => {
  const at = (url: string) => ({ ...post(), url });

  it('are signed by Plivo without their query', () => {
    const sent = signed('plivo-v2', SECRET, at('https://hooks.example.com/in?a=1'));
    expect(judge('plivo-v2', { ...sent, url: 'https://hooks.example.com/in?b=2' }, [SECRET]).status).toBe('verified');
    expect(judge('plivo-v2', { ...sent, url: 'https://hooks.example.com/other' }, [SECRET]).status).toBe('failed');
    const root = signed('plivo-v2', SECRET, at('https://hooks.example.com'));
    expect(judge('plivo-v2', { ...root, url: 'https://hooks.example.com/' }, [SECRET]).status).toBe('verified');
  });

  it('are taken from HubSpot as they came and with its escapes decoded', () => {
    const plain = signed('hubspot-v3', SECRET, at('https://hooks.example.com/in?next=https://a/b%20c'));
    const escaped = { ...plain, url: 'https://hooks.example.com/in?next=https%3A%2F%2Fa%2Fb%20c' };
    expect(judge('hubspot-v3', escaped, [SECRET]).status).toBe('verified');
    expect(
      judge('hubspot-v3', { ...plain, url: 'https://hooks.example.com/in?next=https://a/b c' }, [SECRET]).status,
    ).toBe('failed');
    const asIs = signed('hubspot-v3', SECRET, escaped);
    expect(judge('hubspot-v3', asIs, [SECRET]).status).toBe('verified');
  });
});

describe('senders without a signature', () => {
  it.each([
    ['gumroad', 'unsigned-scheme'],
    ['discord-incoming', 'unsigned-scheme'],
    ['salesforce', 'unsigned-scheme'],
    ['klarna', 'unresolved-scheme'],
  ])('%s: %s', (id, reason) => {
    const verdict = verify(scheme(id), post(), [{ id: 's', value: SECRET }], NOW, nodeCrypto);
    expect(verdict).toEqual({ scheme: id, status: 'unchecked', reason, detail: null, secretId: null });
  });
});

it('a numbered header may stand alone or beside others', () => {
  const sent = signed('docusign', SECRET);
  const [, signature = ''] = sent.headers.find(([name]) => name === 'X-DocuSign-Signature-1') ?? [];
  const second = {
    ...without(sent, 'x-docusign-signature-1'),
    headers: [['x-docusign-signature-2', signature]] as const,
  };
  expect(judge('docusign', second, [SECRET]).status).toBe('verified');
});
