import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '../../../src/core/bytes.ts';
import { templates } from '../../../src/core/forge/templates.ts';
import { firstHeader } from '../../../src/core/http/headers.ts';
import { serialiseRequest } from '../../../src/core/http/raw-message.ts';
import { detect } from '../../../src/core/signature/detect.ts';
import { eventOf } from '../../../src/core/signature/metadata.ts';
import { schemeById, schemes } from '../../../src/core/signature/registry.ts';
import { sign } from '../../../src/core/signature/sign.ts';
import { verify } from '../../../src/core/signature/verify.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';

const secrets: Readonly<Record<string, string>> = {
  'standard-webhooks': 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3',
  svix: 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3',
  discord: `seed:${'4f'.repeat(32)}`,
};
const now = Date.parse('2026-03-04T09:12:44Z');

describe('forge templates', () => {
  it('have ids of their own', () => {
    expect(new Set(templates.map(({ id }) => id)).size).toBe(templates.length);
  });

  it('are for schemes that can be signed', () => {
    const signable = schemes.filter(({ info }) => info.canSign).map(({ id }) => id);
    expect(templates.filter(({ scheme }) => !signable.includes(scheme))).toEqual([]);
  });

  it.each([
    ['rookone-eigentic', ['message.received']],
    ['agent-x-webhook-signature', ['agent.action', 'agent.message', 'user.message']],
    ['rex', ['contact.created', 'deal.updated', 'task.created']],
    ['github', ['push', 'pull_request', 'issues', 'ping']],
    ['slack', ['message', 'app_mention', 'url_verification', '/deploy']],
    ['stripe', ['checkout.session.completed', 'payment_intent.succeeded', 'invoice.paid']],
  ])('of %s cover its events', (scheme, events) => {
    const own = templates.filter((template) => template.scheme === scheme).map(({ event }) => event);
    for (const event of events) expect(own).toContain(event);
  });

  it.each(templates.map((template) => [template.id, template] as const))(
    '%s signs, verifies and is recognised',
    (_, template) => {
      const scheme = schemeById(template.scheme);
      if (scheme === undefined) throw new Error(`no scheme ${template.scheme}`);
      const secret = secrets[template.scheme] ?? 'sec_test_4242';
      const url = 'https://hooks.example.com/in';
      const request = {
        method: template.method,
        target: '/in',
        url,
        headers: template.headers,
        body: utf8Bytes(template.body),
      };
      const signed = sign(scheme, request, secret, now, nodeCrypto);
      if (!signed.ok) throw new Error(signed.failure.code);
      const sent = { ...request, headers: signed.value.headers };
      expect(verify(scheme, sent, [{ id: 's', value: secret }], now, nodeCrypto)).toEqual({
        status: 'verified',
        scheme: scheme.id,
        reason: null,
        detail: null,
        secretId: 's',
      });
      expect(detect(sent)[0]?.id).toBe(scheme.id);
      expect(eventOf(scheme, sent).eventType).not.toBeUndefined();
      expect(firstHeader(template.headers, 'content-type')).toBeDefined();
      const bytes = serialiseRequest({ ...sent, httpVersion: '1.1', trailers: [] });
      expect(bytes.ok).toBe(true);
    },
  );

  it('escapes the agent platform’s JSON as PHP does, and keeps the action’s content a string of JSON', () => {
    const action = templates.find(({ id }) => id === 'agent-x-webhook-signature/agent.action');
    expect(action?.body).toContain('Vega\\/4');
    expect(JSON.parse(JSON.parse(action?.body ?? '').data.content).type).toBe('WARP_EXECUTE');
    const message = templates.find(({ id }) => id === 'agent-x-webhook-signature/agent.message');
    expect(message?.body).toContain('\\u2013');
  });
});
