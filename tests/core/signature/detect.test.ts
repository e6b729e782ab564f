import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '../../../src/core/bytes.ts';
import type { HeaderList } from '../../../src/core/http/headers.ts';
import { detect } from '../../../src/core/signature/detect.ts';
import { eventOf } from '../../../src/core/signature/metadata.ts';
import { schemeById, schemes } from '../../../src/core/signature/registry.ts';

const request = (headers: HeaderList, body = '', url: string | null = null) => ({
  method: 'POST',
  target: '/in',
  url,
  headers,
  body: utf8Bytes(body),
});
const found = (headers: HeaderList, url: string | null = null) => detect(request(headers, '', url)).map(({ id }) => id);

const hex64 = 'a'.repeat(64);

describe('detection', () => {
  it.each<[string, HeaderList, readonly string[]]>([
    ['nothing', [['content-type', 'application/json']], []],
    [
      'GitHub’s two signatures',
      [
        ['X-Hub-Signature', 'sha1=a'],
        ['X-Hub-Signature-256', 'sha256=a'],
        ['X-GitHub-Event', 'push'],
      ],
      ['github'],
    ],
    [
      'GitHub’s old signature alone',
      [
        ['X-Hub-Signature', 'sha1=a'],
        ['X-GitHub-Event', 'push'],
      ],
      ['github-sha1'],
    ],
    [
      'another sender’s hub signature',
      [
        ['X-Hub-Signature', 'sha256=a'],
        ['X-Event-Key', 'repo:push'],
      ],
      ['bitbucket', 'fireflies'],
    ],
    ['a bare hex signature', [['x-signature', hex64]], ['vorsto-x-signature', 'circleback']],
    ['a shorter one', [['x-signature', 'a'.repeat(40)]], ['segment']],
    ['another value in that header', [['x-signature', 'ts=1,v1=a']], ['mercado-pago']],
    ['no known value in that header', [['x-signature', 'a']], []],
    ['the agent platform', [['X-Webhook-Signature', hex64]], ['agent-x-webhook-signature']],
    ['a prefixed value in that header', [['X-Webhook-Signature', `sha256=${hex64}`]], ['cursor']],
    [
      'all the signatures Forgejo sends',
      [
        ['X-GitHub-Event', 'push'],
        ['X-Gitea-Event', 'push'],
        ['X-Forgejo-Event', 'push'],
        ['X-Forgejo-Delivery', 'd'],
        ['X-Hub-Signature', 'sha1=a'],
        ['X-Hub-Signature-256', 'sha256=a'],
        ['X-Gitea-Signature', hex64],
        ['X-Forgejo-Signature', hex64],
      ],
      ['forgejo', 'github'],
    ],
    [
      'all the signatures Gitea sends',
      [
        ['X-GitHub-Event', 'push'],
        ['X-Gitea-Event', 'push'],
        ['X-Hub-Signature-256', 'sha256=a'],
        ['X-Gitea-Signature', hex64],
      ],
      ['gitea', 'github'],
    ],
    [
      'HubSpot’s old and new signature',
      [
        ['X-HubSpot-Signature', hex64],
        ['X-HubSpot-Signature-Version', 'v2'],
        ['X-HubSpot-Signature-v3', 'a'],
      ],
      ['hubspot-v3'],
    ],
    [
      'Stream’s headers',
      [
        ['x-signature', hex64],
        ['x-api-key', 'k'],
        ['x-webhook-id', 'w'],
      ],
      ['getstream', 'modern-treasury', 'vorsto-x-signature', 'circleback'],
    ],
    ['basic authentication', [['authorization', 'Basic YTpi']], ['recurly-basic', 'chargebee']],
    ['another sender’s token', [['authorization', 'Bearer abc']], []],
    [
      'a token beside a signature',
      [
        ['X-Gitlab-Token', 't'],
        ['webhook-signature', 'v1,a'],
        ['webhook-id', 'a'],
        ['webhook-timestamp', '1'],
      ],
      ['standard-webhooks', 'svix', 'openai', 'anthropic', 'replicate', '…', 'gitlab-token'],
    ],
    [
      'both names of one construction',
      [
        ['webhook-signature', 'v1,a'],
        ['webhook-id', 'a'],
        ['webhook-timestamp', '1'],
        ['svix-signature', 'v1,a'],
      ],
      ['standard-webhooks', 'svix', 'openai', 'anthropic', 'replicate', '…', 'render'],
    ],
    [
      'an asymmetric signature',
      [
        ['webhook-signature', 'v1a,a'],
        ['webhook-id', 'a'],
        ['webhook-timestamp', '1'],
      ],
      ['standard-webhooks-v1a'],
    ],
    ['the generic header', [['X-Signature-256', 'sha256=a']], ['generic-hmac']],
  ])('%s', (_, headers, expected) => {
    const ids = found(headers);
    // The brands of one wire format are too many to list: the first and the last are what matters.
    const shown = ids.length > 7 ? [...ids.slice(0, 5), '…', ...ids.slice(-1)] : ids;
    expect(shown).toEqual(expected);
  });

  it('leaves Twilio requests with a body hash to another scheme', () => {
    expect(found([['x-twilio-signature', 'a']], 'https://example.com/?a=1')).toEqual(['twilio-form']);
    expect(found([['x-twilio-signature', 'a']], 'https://example.com/?bodySHA256=0')).toEqual(['twilio-json']);
  });

  it('takes the stronger of Meta’s two signatures', () => {
    const ids = found([
      ['X-Hub-Signature', 'sha1=a'],
      ['X-Hub-Signature-256', 'sha256=a'],
    ]);
    expect(ids[0]).toBe('meta-whatsapp');
    expect(ids).not.toContain('intercom');
  });

  it('puts a scheme the user has a secret for before its equals, and never before a stronger one', () => {
    const headers: HeaderList = [
      ['svix-signature', 'v1,a'],
      ['svix-id', 'a'],
      ['svix-timestamp', '1'],
      ['x-gitlab-token', 't'],
    ];
    const ids = detect(request(headers), schemes, new Set(['clerk', 'gitlab-token'])).map(({ id }) => id);
    expect(ids.slice(0, 2)).toEqual(['clerk', 'svix']);
    expect(ids.at(-1)).toBe('gitlab-token');
  });

  it('looks into form bodies only where the request says it is one', () => {
    const form = (type: string) => detect(request([['content-type', type]], 'seller_id=a')).map(({ id }) => id);
    expect(form('application/x-www-form-urlencoded; charset=utf-8')).toEqual(['gumroad']);
    expect(form('text/plain')).toEqual([]);
  });

  it('searches only the schemes it is given', () => {
    const only = schemes.filter(({ id }) => id === 'stripe');
    expect(
      detect(
        request([
          ['stripe-signature', 't=1'],
          ['x-slack-signature', 'v0='],
        ]),
        only,
      ),
    ).toEqual(only);
  });
});

describe('event and delivery', () => {
  it.each<[string, string | null, HeaderList, string, string | null, string | null]>([
    [
      'GitHub’s headers',
      'github',
      [
        ['X-GitHub-Event', 'push'],
        ['X-GitHub-Delivery', 'd-1'],
      ],
      '{"type":"no"}',
      'push',
      'd-1',
    ],
    [
      'Slack’s inner event',
      'slack',
      [],
      '{"type":"event_callback","event":{"type":"app_mention"},"event_id":"Ev1"}',
      'app_mention',
      'Ev1',
    ],
    [
      'Slack’s command',
      'slack',
      [['Content-Type', 'application/x-www-form-urlencoded']],
      'command=%2Fdeploy&trigger_id=1.2',
      '/deploy',
      '1.2',
    ],
    [
      'RookOne’s body',
      'rookone-eigentic',
      [],
      '{"event":"message.received","message_id":"m-1"}',
      'message.received',
      'm-1',
    ],
    ['Vorsto’s message', 'vorsto-x-signature', [], '{"message":{"id":"m-1"}}', null, 'm-1'],
    [
      'a Shopify topic',
      'shopify',
      [
        ['X-Shopify-Topic', 'orders/create'],
        ['X-Shopify-Webhook-Id', 'w'],
      ],
      '{"id":7}',
      'orders/create',
      'w',
    ],
    ['no scheme, usual fields', null, [], '{"type":"a.b","id":42}', 'a.b', '42'],
    ['text that is not JSON', null, [], 'type=a', null, null],
    ['fields of another type', null, [], '{"type":{},"id":[],"event":null}', null, null],
    ['an inherited property', null, [], '{"x":1}', null, null],
  ])('%s', (_, scheme, headers, body, eventType, deliveryId) => {
    expect(eventOf(scheme === null ? null : (schemeById(scheme) ?? null), request(headers, body))).toEqual({
      eventType,
      deliveryId,
    });
  });

  /** A call, a message or a record has one id and many events: a second event is no retry of the first. */
  it.each<[string, string, string, string]>([
    [
      'retell',
      '{"event":"call_started","call":{"call_id":"c"}}',
      '{"event":"call_ended","call":{"call_id":"c"}}',
      'c/call_started',
    ],
    ['vapi', '{"message":{"type":"a","call":{"id":"c"}}}', '{"message":{"type":"b","call":{"id":"c"}}}', 'c/a'],
    [
      'xero',
      '{"events":[{"resourceId":"r"}],"firstEventSequence":1}',
      '{"events":[{"resourceId":"r"}],"firstEventSequence":2}',
      'r/1',
    ],
    ['rex', '{"event":"deal.updated","id":"d"}', '{"event":"deal.closed","id":"d"}', 'd/deal.updated'],
    ['postmark', '{"RecordType":"Delivery","MessageID":"m"}', '{"RecordType":"Open","MessageID":"m"}', 'm/Delivery'],
    [
      'onfido',
      '{"payload":{"action":"check.started","object":{"id":"o"}}}',
      '{"payload":{"action":"check.completed","object":{"id":"o"}}}',
      'o/check.started',
    ],
    ['twilio-form', 'MessageSid=SM1&MessageStatus=sent', 'MessageSid=SM1&MessageStatus=delivered', 'SM1/sent'],
    ['plivo-v3', 'CallUUID=c&Event=StartApp', 'CallUUID=c&Event=Hangup', 'c/StartApp'],
    ['gumroad', 'sale_id=s&resource_name=sale', 'sale_id=s&resource_name=refund', 's/sale'],
    [
      'mandrill',
      'mandrill_events=[{"event":"send","_id":"m","ts":1}]',
      'mandrill_events=[{"event":"open","_id":"m","ts":1}]',
      'm/send/1',
    ],
    [
      'adyen-payments',
      '{"notificationItems":[{"NotificationRequestItem":{"pspReference":"p","eventCode":"CHARGEBACK"}}]}',
      '{"notificationItems":[{"NotificationRequestItem":{"pspReference":"p","eventCode":"CHARGEBACK_REVERSED"}}]}',
      'p/CHARGEBACK',
    ],
  ])('tells %s’s events of one thing apart', (scheme, first, second, expected) => {
    const type = first.startsWith('{') ? 'application/json' : 'application/x-www-form-urlencoded';
    const idOf = (body: string) =>
      eventOf(schemeById(scheme) ?? null, request([['Content-Type', type]], body)).deliveryId;
    expect(idOf(first)).toBe(expected);
    expect(idOf(first)).toBe(idOf(first));
    expect(idOf(second)).not.toBe(expected);
  });

  it('reads the event of a form field that holds JSON', () => {
    const body = 'mandrill_events=%5B%7B%22event%22%3A%22open%22%2C%22_id%22%3A%22m%22%7D%5D';
    const form: HeaderList = [['Content-Type', 'application/x-www-form-urlencoded']];
    expect(eventOf(schemeById('mandrill') ?? null, request(form, body))).toEqual({
      eventType: 'open',
      deliveryId: 'm/open',
    });
    expect(eventOf(schemeById('mandrill') ?? null, request(form, 'mandrill_events=[')).eventType).toBeNull();
  });

  it('does not take a webhook’s own id for a delivery’s', () => {
    const headers: HeaderList = [['X-Gitlab-Webhook-UUID', 'w']];
    expect(eventOf(schemeById('gitlab-token') ?? null, request(headers, '{}')).deliveryId).toBeNull();
  });

  it('says where each of them stands', () => {
    const fields = (id: string) => schemeById(id)?.info.fields;
    expect(fields('xero')?.deliveryId).toEqual(['events.0.resourceId in the body and firstEventSequence in the body']);
    expect(fields('mandrill')?.eventType).toEqual(['0.event in the form field mandrill_events']);
    expect(fields('paypal')?.timestamp).toBe('header PayPal-Transmission-Time');
    expect(fields('sentry')?.timestamp).toBe('header Sentry-Hook-Timestamp, unsigned');
  });

  it('does not parse large bodies', () => {
    expect(eventOf(null, request([], `{"type":"a","pad":"${'x'.repeat(256 * 1024)}"}`)).eventType).toBeNull();
  });
});
