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

/** One key in each form a scheme may want it pasted in; the first the scheme takes. */
const forms = [
  'sec_test_4242',
  'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
  '4f'.repeat(32),
  `seed:${'4f'.repeat(32)}`,
];
const now = Date.parse('2026-03-04T09:12:44Z');

/** Events that the scheme's own field names otherwise than the platform's documents do. */
const namedOtherwise = new Set([
  'discord/interaction-ping',
  'discord/interaction-command',
  'discord/webhook-ping',
  'twilio-form/incoming-message',
  'twilio-form/call-status',
]);

/** Brands of one wire format: nothing in a request tells which of them sent it. */
const shared = new Set(['openai', 'replicate', 'resend', 'clerk']);

describe('forge templates', () => {
  it('cover 59 schemes', () => {
    expect(new Set(templates.map(({ scheme }) => scheme)).size).toBe(59);
  });

  it.each(templates.map((template) => [template.id, template] as const))('%s names its event', (_, template) => {
    const scheme = schemeById(template.scheme) ?? null;
    const { headers, method } = template;
    const found = eventOf(scheme, { method, target: '/', url: null, headers, body: utf8Bytes(template.body) });
    if (scheme === null || scheme.metadata.eventType.length === 0 || namedOtherwise.has(template.id)) return;
    expect(found.eventType).toBe(template.event);
  });

  it.each(templates.map((template) => [template.id, template] as const))('%s is well-formed', (_, template) => {
    const type = firstHeader(template.headers, 'content-type') ?? '';
    if (type.includes('json')) expect(typeof JSON.parse(template.body)).toBe('object');
    expect(template.id.startsWith(`${template.scheme}/`)).toBe(true);
    const all = [...template.headers.flat(), template.body].join('\n');
    // Reserved for examples (RFC 2606), so that no template writes to anybody.
    for (const [, domain] of all.matchAll(/[\w.+-]+@([\w-]+(?:\.[\w-]+)+)/g)) {
      expect(domain).toMatch(/(^|\.)example\.(com|org|net)$|\.(test|example)$/);
    }
    // Prefixes of secrets that scanners look for: GitHub, Slack, Stripe and others, Svix, AWS; and a JWT.
    expect(all).not.toMatch(
      /gh[posru]_\w{20}|xox[abprs]-|[sr]k_(live|test)_|whsec_|AKIA[A-Z0-9]{12}|eyJ[\w-]{8,}\.eyJ/,
    );
  });

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
      const url = 'https://hooks.example.com/in';
      const request = {
        method: template.method,
        target: '/in',
        url,
        headers: template.headers,
        body: utf8Bytes(template.body),
      };
      const secret = forms.find((form) => sign(scheme, request, form, now, nodeCrypto).ok) ?? '';
      const signed = sign(scheme, request, secret, now, nodeCrypto);
      if (!signed.ok) throw new Error(JSON.stringify(signed.failure));
      const sent = { ...request, ...signed.value };
      expect(verify(scheme, sent, [{ id: 's', value: secret }], now, nodeCrypto)).toEqual({
        status: 'verified',
        scheme: scheme.id,
        reason: null,
        detail: null,
        secretId: 's',
      });
      const detected = detect(sent).map(({ id }) => id);
      if (shared.has(scheme.id)) expect(detected).toContain(scheme.id);
      else expect(detected[0]).toBe(scheme.id);
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
