import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1Text } from '../../../src/core/bytes.ts';
import { templates } from '../../../src/core/forge/templates.ts';
import { confirmationOf } from '../../../src/core/handshake/confirmation.ts';
import {
  asksOf,
  type HandshakeAnswer,
  type HandshakeContext,
  MAX_CHALLENGE_BYTES,
  replyOf,
} from '../../../src/core/handshake/handshake.ts';
import { handshakeAnswer, handshakes, handshakesOf } from '../../../src/core/handshake/handshakes.ts';
import { schemes } from '../../../src/core/signature/registry.ts';
import { type RequestParts, requestParts } from '../../../src/core/signature/request-parts.ts';
import { answerTo, emptyContext, partsOf, secretOf } from '../../support/handshakes.ts';

const SECRET = 'shhh';
const withSecret = { secretsFor: () => [SECRET] };
const hmac = (text: string, encoding: 'hex' | 'base64') => createHmac('sha256', SECRET).update(text).digest(encoding);

/** The reply's status, what it says and the headers of the handshake's own. */
function replied(answer: HandshakeAnswer | null) {
  const reply = answer === null ? null : replyOf(answer);
  if (reply === null) return answer?.label ?? null;
  const { status, headers, body } = reply;
  const own = headers.filter(([name]) => !/^(content-type|x-content-type-options)$/i.test(name));
  return [status, latin1Text(body), ...own.flat()];
}

const json = { 'Content-Type': 'application/json' };

describe('what providers ask', () => {
  it.each<readonly [string, RequestParts, Partial<HandshakeContext>, readonly (string | number)[]]>([
    [
      'Slack',
      partsOf(
        'POST',
        '/',
        { ...json, 'X-Slack-Request-Timestamp': '1' },
        '{"token":"t","challenge":"3eZb","type":"url_verification"}',
      ),
      {},
      [200, '{"challenge":"3eZb"}'],
    ],
    ['Slack’s certificate check', partsOf('POST', '/', {}, 'token=abc&ssl_check=1'), {}, [200, 'ok\n']],
    [
      'Meta',
      partsOf('GET', '/?hub.mode=subscribe&hub.challenge=115&hub.verify_token=meat%20y'),
      { verifyTokens: ['other', 'meat y'] },
      [200, '115'],
    ],
    [
      'Meta with another token',
      partsOf('GET', '/?hub.mode=subscribe&hub.challenge=115&hub.verify_token=x'),
      { verifyTokens: ['meat y'] },
      [403, 'refused\n'],
    ],
    [
      'X',
      partsOf('GET', '/?crc_token=NTY3Zjc&nonce=MTQ'),
      withSecret,
      [200, `{"response_token":"sha256=${hmac('NTY3Zjc', 'base64')}"}`],
    ],
    [
      'Zoom',
      partsOf(
        'POST',
        '/',
        json,
        '{"payload":{"plainToken":"qgg8vlvZ"},"event_ts":1,"event":"endpoint.url_validation"}',
      ),
      withSecret,
      [200, `{"plainToken":"qgg8vlvZ","encryptedToken":"${hmac('qgg8vlvZ', 'hex')}"}`],
    ],
    [
      'Microsoft Graph',
      partsOf('POST', '/?validationToken=Validation%3a+Testing+client%3d1', { 'Content-Type': 'text/plain' }),
      {},
      [200, 'Validation: Testing client=1'],
    ],
    [
      'Asana',
      partsOf('POST', '/', { 'X-Hook-Secret': 'b537207f20cbfa02' }, '{}'),
      {},
      [200, '', 'X-Hook-Secret', 'b537207f20cbfa02'],
    ],
    [
      'Okta',
      partsOf('GET', '/', { 'x-okta-verification-challenge': 'my verification' }),
      {},
      [200, '{"verification":"my verification"}'],
    ],
    ['Dropbox', partsOf('GET', '/?challenge=abc'), {}, [200, 'abc']],
    ['Worldline', partsOf('GET', '/', { 'X-GCS-Webhooks-Endpoint-Verification': 'c-1' }), {}, [200, 'c-1']],
    [
      'Xero, rightly signed',
      partsOf('POST', '/', { 'x-xero-signature': 's' }, '{"events":[],"entropy":"E"}'),
      { verdict: () => 'verified' },
      [200, 'ok\n'],
    ],
    [
      'Xero, wrongly signed',
      partsOf('POST', '/', { 'x-xero-signature': 's' }, '{"events":[],"entropy":"E"}'),
      { verdict: () => 'failed' },
      [401, 'refused\n'],
    ],
    ['Discord', partsOf('POST', '/', { 'X-Signature-Ed25519': '0' }, '{"id":"1","type":1}'), {}, [200, '{"type":1}']],
    [
      'Discord’s webhook events',
      partsOf('POST', '/', { 'X-Signature-Ed25519': '0' }, '{"version":1,"type":0}'),
      {},
      [204, ''],
    ],
    [
      'Discord, wrongly signed',
      partsOf('POST', '/', { 'X-Signature-Ed25519': '0' }, '{"id":"1","type":1}'),
      { verdict: () => 'failed' },
      [401, 'refused\n'],
    ],
    [
      'Twitch',
      partsOf(
        'POST',
        '/',
        { 'Twitch-Eventsub-Message-Type': 'webhook_callback_verification' },
        '{"challenge":"pogchamp","subscription":{}}',
      ),
      {},
      [200, 'pogchamp'],
    ],
    ['Notion', partsOf('POST', '/', json, '{"verification_token":"secret_tMrl"}'), {}, [200, 'ok\n']],
    ['monday.com', partsOf('POST', '/', json, '{"challenge":"3eZb"}'), {}, [200, '{"challenge":"3eZb"}']],
    [
      'Lark',
      partsOf('POST', '/', json, '{"challenge":"ajls","token":"xxx","type":"url_verification"}'),
      {},
      [200, '{"challenge":"ajls"}'],
    ],
    [
      'LinkedIn',
      partsOf('GET', '/?challengeCode=890e4665-4dfe&applicationId=4'),
      withSecret,
      [200, `{"challengeCode":"890e4665-4dfe","challengeResponse":"${hmac('890e4665-4dfe', 'hex')}"}`],
    ],
    [
      'eBay',
      partsOf('GET', '/?challenge_code=a8628072'),
      { verifyTokens: ['tok'], publicUrl: 'https://e.example/x' },
      [200, `{"challengeResponse":"${createHash('sha256').update('a8628072tokhttps://e.example/x').digest('hex')}"}`],
    ],
    [
      // The pair of Braintree's own test suite, which signs with the SHA-1 of the private key.
      'Braintree',
      partsOf('GET', '/?bt_challenge=20f9f8ed05f77439fe955c977e4c8a53'),
      { secretsFor: () => ['integration_public_key:integration_private_key'] },
      [200, 'integration_public_key|d9b899556c966b3f06945ec21311865d35df3ce4'],
    ],
    ['WeChat', partsOf('GET', '/?signature=a&timestamp=1&nonce=2&echostr=55'), {}, [200, '55']],
    ['Front', partsOf('POST', '/', { 'X-Front-Challenge': 'f-1' }, '{}'), {}, [200, 'f-1']],
    ['WooCommerce', partsOf('POST', '/', {}, 'webhook_id=12'), {}, [200, 'ok\n']],
    [
      'Azure Event Grid',
      partsOf(
        'POST',
        '/',
        { 'aeg-event-type': 'SubscriptionValidation' },
        '[{"eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","data":{"validationCode":"512d38b6"}}]',
      ),
      {},
      [200, '{"validationResponse":"512d38b6"}'],
    ],
    [
      'CloudEvents',
      partsOf('OPTIONS', '/', { 'WebHook-Request-Origin': 'eventgrid.azure.net' }),
      {},
      [200, '', 'WebHook-Allowed-Origin', 'eventgrid.azure.net'],
    ],
    [
      'Figma',
      partsOf('POST', '/', json, '{"event_type":"PING","passcode":"p","timestamp":"2020","webhook_id":"22"}'),
      {},
      [200, 'ok\n'],
    ],
  ])('%s is answered', (_who, parts, context, expected) => {
    expect(replied(answerTo(parts, context))).toEqual(expected);
  });

  it.each([
    ['trello', partsOf('HEAD', '/')],
    ['mandrill', partsOf('HEAD', '/')],
    ['intercom', partsOf('HEAD', '/')],
    ['onfleet', partsOf('GET', '/?check=v')],
    ['nylas', partsOf('GET', '/?challenge=v')],
  ])('%s, whose request could be anybody’s, is answered where it is expected', (scheme, parts) => {
    expect(answerTo(parts, {}, [scheme])?.label).toMatch(/answered$/);
    expect(answerTo(parts)?.label ?? 'none').not.toContain(scheme);
  });

  it('says what is missing to answer', () => {
    expect(replied(answerTo(partsOf('GET', '/?crc_token=x')))).toBe(
      'X challenge response check not answered: the endpoint has no secret for it',
    );
    expect(replied(answerTo(partsOf('GET', '/?challenge_code=x'), { verifyTokens: ['t'] }))).toContain('no public URL');
    expect(answerTo(partsOf('GET', '/?hub.mode=subscribe&hub.challenge=1&hub.verify_token=x'))).toMatchObject({
      status: 403,
      label: 'Meta webhook verification refused: the endpoint has no verify token',
    });
  });

  it('keeps the secret a handshake brings only where one may come', () => {
    const asana = partsOf('POST', '/', { 'X-Hook-Secret': 'abc' });
    expect(answerTo(asana)?.keeps).toBe('abc');
    expect(answerTo(asana, { mayKeep: () => false })).toMatchObject({ status: null, keeps: null });
    expect(answerTo(asana, { mayKeep: () => false, secretsFor: () => ['abc'] })).toMatchObject({
      status: 200,
      keeps: null,
    });
    expect(answerTo(partsOf('POST', '/', {}, '{"verification_token":"secret_x"}'))?.keeps).toBe('secret_x');
  });

  it('asks a pinned endpoint’s provider alone', () => {
    const parts = partsOf('POST', '/', json, '{"challenge":"3eZb"}');
    const by = (pinned: string) => handshakeAnswer(parts, emptyContext, { pinned, expected: new Set([pinned]) });
    expect([by('slack'), by('monday')?.handshake.scheme]).toEqual([null, 'monday']);
    // Of GitHub no handshake is known, so that a scheme pinned by mistake is in nobody's way.
    expect(by('github')?.handshake.scheme).toBe('monday');
  });
});

describe('every handshake', () => {
  it.each(handshakes.map((handshake) => [handshake.name, handshake] as const))(
    '%s is asked as it is answered',
    (_name, handshake) => {
      const context = {
        ...emptyContext,
        secretsFor: () => [secretOf(handshake.scheme)],
        verifyTokens: ['tok'],
        publicUrl: 'https://hooks.example.com/x',
      };
      const asks = asksOf(handshake, context);
      expect(asks.length).toBeGreaterThan(0);
      for (const ask of asks) {
        const parts = requestParts({
          method: ask.method,
          target: `/?${ask.query}`,
          url: null,
          headers: ask.headers,
          body: ask.body,
        });
        const verdict = ask.signing === 'wrong' ? 'failed' : 'verified';
        const answer = handshake.answer(parts, { ...context, verdict: () => verdict });
        const reply = answer === null ? null : replyOf(answer);
        if (answer === null || reply === null) throw new Error(answer?.label ?? 'no answer');
        expect(ask.isAnswered(reply)).toBe(true);
        expect(ask.isAnswered({ status: 500, headers: [], body: new Uint8Array() })).toBe(false);
        if (answer.statement.kind !== 'nothing') {
          expect(ask.isAnswered({ status: 200, headers: [], body: new TextEncoder().encode('ok') })).toBe(false);
        }
      }
    },
  );

  it('takes a challenge as text where JSON is the other way to write it', () => {
    const [ask] = handshakesOf('slack').flatMap((handshake) => asksOf(handshake, emptyContext));
    // The request was made a line above, as JSON.
    const { challenge } = JSON.parse(latin1Text(ask?.body ?? new Uint8Array())) as { challenge: string };
    expect(ask?.isAnswered({ status: 200, headers: [], body: new TextEncoder().encode(challenge) })).toBe(true);
  });

  it('belongs to a scheme whose facts tell of it', () => {
    const told = schemes.filter(({ info }) => info.handshake !== null).map(({ id }) => id);
    const unknown = told.filter((id) => handshakesOf(id).length === 0);
    expect(unknown).toEqual([]);
  });

  it('is seen in no event of the catalogue but in handshakes', () => {
    const seen = templates.flatMap((template) => {
      const { method, headers, body } = template;
      const parts = requestParts({ method, target: '/', url: null, headers, body: new TextEncoder().encode(body) });
      const answer = answerTo(parts, {
        secretsFor: () => [SECRET],
        verifyTokens: ['t'],
        publicUrl: 'https://e.example/',
      });
      return answer === null ? [] : [`${template.id}: ${answer.label}`];
    });
    // These two are handshakes; the signature that tells Slack's from Lark's is added when it is sent.
    expect(seen).toEqual([
      'slack/url_verification: Lark URL verification answered',
      'zoom/endpoint.url_validation: Zoom URL validation answered',
    ]);
  });
});

describe('a hostile challenge', () => {
  const reflecting = [
    (text: string) => partsOf('GET', `/?challenge=${encodeURIComponent(text)}`),
    (text: string) => partsOf('POST', `/?validationToken=${encodeURIComponent(text)}`),
    (text: string) => partsOf('POST', '/', {}, JSON.stringify({ challenge: text })),
    (text: string) => partsOf('POST', '/', { 'X-Hook-Secret': text }),
    (text: string) => partsOf('GET', '/', { 'X-Okta-Verification-Challenge': text }),
  ];

  it('never becomes a page, a header or another line', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.constantFrom('<script>alert(1)</script>', 'a\r\nSet-Cookie: x=1'),
    );
    fc.assert(
      fc.property(text, fc.constantFrom(...reflecting), (challenge, ask) => {
        const answer = answerTo(ask(challenge));
        const reply = answer === null ? null : replyOf(answer);
        if (reply === null) return;
        const { headers, body } = reply;
        expect(headers.every(([name, value]) => !/[\r\n\0]/.test(name + value))).toBe(true);
        expect(headers[0]?.[1]).toMatch(/^(text\/plain; charset=utf-8|application\/json)$/);
        expect(headers[1]).toEqual(['X-Content-Type-Options', 'nosniff']);
        expect(latin1Text(body)).not.toMatch(/[\r\0]|\n./);
      }),
    );
  });

  it('is not answered where it is longer than any provider’s', () => {
    expect(answerTo(partsOf('GET', `/?challenge=${'a'.repeat(MAX_CHALLENGE_BYTES)}`))).not.toBeNull();
    expect(answerTo(partsOf('GET', `/?challenge=${'a'.repeat(MAX_CHALLENGE_BYTES + 1)}`))).toBeNull();
  });

  it('cannot have an event signed with the secret', () => {
    for (const wanted of ['{"id":1}', 'v0:1700000000:{}', '1700000000.{"a":1}', 'a'.repeat(300)]) {
      const query = encodeURIComponent(wanted);
      expect(answerTo(partsOf('GET', `/?crc_token=${query}`), withSecret)).toBeNull();
      expect(answerTo(partsOf('GET', `/?challengeCode=${query}`), withSecret)).toBeNull();
      const zoom = JSON.stringify({ event: 'endpoint.url_validation', payload: { plainToken: wanted } });
      expect(answerTo(partsOf('POST', '/', {}, zoom), withSecret)).toBeNull();
    }
  });
});

describe('a subscription to confirm', () => {
  it('leads to the provider’s hosts alone', () => {
    const of = (url: string) =>
      confirmationOf(
        partsOf(
          'POST',
          '/',
          { 'x-amz-sns-message-type': 'SubscriptionConfirmation' },
          JSON.stringify({ Type: 'SubscriptionConfirmation', SubscribeURL: url }),
        ).request,
      );
    const host = of('https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription')?.host ?? /^$/;
    expect(['sns.us-east-1.amazonaws.com', 'sns.cn-north-1.amazonaws.com.cn'].every((name) => host.test(name))).toBe(
      true,
    );
    for (const name of [
      'evil.amazonaws.com',
      'sns.us-east-1.amazonaws.com.evil.example',
      'xsns.us-east-1.amazonaws.com',
      's3.amazonaws.com',
      'sns.a.b.amazonaws.com',
    ]) {
      expect([name, host.test(name)]).toEqual([name, false]);
    }
    expect(confirmationOf(partsOf('POST', '/', {}, '{"Type":"Notification"}').request)).toBeNull();
  });
});
