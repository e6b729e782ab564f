import { describe, expect, it } from 'vitest';
import type { CommandName, Input } from '../../src/core/contract.ts';
import { repeats } from '../../src/core/deliver/policy.ts';
import { plainPolicy } from '../../src/core/deliver/provider-policy.ts';
import { speeds } from '../../src/core/deliver/speed.ts';
import type { Draft } from '../../src/core/draft/draft.ts';
import { inputSchemas, isCommandName } from '../../src/core/input-schemas.ts';
import { MAX_DRAFT_BODY_BYTES, MAX_SLICE_BYTES } from '../../src/core/inputs/parts.ts';

const draft: Draft = {
  method: 'POST',
  url: 'http://127.0.0.1:3000/',
  headers: [['Content-Type', 'application/json']],
  body: new Uint8Array([1, 2]),
  signing: { scheme: 'github', secretId: 's', signedUrl: null },
};

const { signing: _, ...checked } = draft;

/** Every property of every input at least once. The type makes a new command or a renamed property fail to compile. */
const accepted: { readonly [K in CommandName]: readonly Input<K>[] } = {
  'app.state': [null],
  'captures.list': [
    { filter: {}, before: null, limit: 500 },
    { filter: {}, before: 9, after: 1, limit: 1, withinMs: 150 },
    {
      filter: {
        endpointId: 'e',
        method: 'POST',
        path: '/a',
        scheme: 'github',
        verdict: 'malformed',
        deliveryId: 'evt_1',
        retry: true,
        texts: ['a', 'b'],
      },
      before: 7,
      limit: 1,
    },
  ],
  'captures.get': [{ id: 1 }],
  'bodies.decode': [{ bytes: new Uint8Array(1), codings: ['gzip', 'br'], incomplete: false }],
  'captures.bytes': (['body', 'raw', 'reply'] as const).map((part) => ({ id: 1, part, offset: 0, maxBytes: 1 })),
  'captures.explain': [
    { id: 1, scheme: null },
    { id: 1, scheme: 'github' },
  ],
  'captures.draft': [{ id: 1, target: 'http://a/', resign: true }],
  'captures.clear': [{ filter: { verdict: 'failed' } }],
  'captures.restore': [{ token: 't' }],
  'captures.diagnose': [
    { run: 'r', id: 1, scheme: null },
    { run: 'r', id: 1, scheme: 'github', longer: true },
  ],
  'signatures.check': [
    { run: 'r', request: checked, scheme: null, secrets: [], nowMs: null },
    {
      run: 'r',
      request: checked,
      scheme: 'github',
      secrets: [
        { kind: 'pasted', value: '' },
        { kind: 'stored', id: 's' },
      ],
      nowMs: 1_800_000_000_000,
      longer: false,
    },
  ],
  'signatures.discover': [
    {
      run: 'r',
      requests: [
        { kind: 'capture', id: 1 },
        { kind: 'pasted', request: checked },
      ],
      secret: { kind: 'pasted', value: 'v' },
      url: null,
      ignoreCatalogue: false,
    },
    {
      run: 'r',
      requests: [{ kind: 'capture', id: 1 }],
      secret: { kind: 'stored', id: 's' },
      url: 'https://example.com/',
      ignoreCatalogue: true,
    },
  ],
  'signatures.cancel': [{ run: 'r' }],
  'audits.run': [
    {
      run: 'r',
      target: 'http://127.0.0.1:3000/hook',
      scheme: 'github',
      secretId: 's',
      requestFrom: null,
      signedUrl: null,
      expectations: { duplicates: 'accept', deadlineMs: null, timing: false, verifyToken: null },
    },
    ...([{ kind: 'template', id: 'github/push' } as const, { kind: 'capture', id: 7 } as const] as const).map(
      (requestFrom) => ({
        run: 'r',
        target: 'http://127.0.0.1:3000/hook',
        scheme: 'github',
        secretId: 's',
        requestFrom,
        signedUrl: 'https://example.com/hook',
        expectations: { duplicates: 'reject', deadlineMs: 3000, timing: true, verifyToken: 't' } as const,
      }),
    ),
  ],
  'audits.cancel': [{ run: 'r' }],
  'audits.draft': [{ run: 'r', check: 'accepts-valid', index: 0 }],
  'audits.export': (['json', 'junit', 'html'] as const).map((format) => ({ run: 'r', format })),
  'schemes.list': [null],
  'schemes.code': [{ scheme: 'github', language: 'node' }],
  'templates.list': [null],
  'recipes.list': [null],
  'recipes.save': [null, 'own'].map((id) => ({
    id,
    name: 'n',
    recipe: { algorithm: 'hmac-sha256', signature: { names: ['x-signature'], encoding: 'hex' } },
  })),
  'recipes.import': [{ text: '{}' }],
  'recipes.delete': [{ id: 'own' }],
  'endpoints.create': [{ name: 'n', path: '/n' }],
  'endpoints.update': [
    { id: 'e' },
    { id: 'e', name: 'n', path: '/n', scheme: null, publicUrl: null },
    { id: 'e', scheme: 's', publicUrl: 'u', reply: { status: 204, headers: [['A', 'b']], body: new Uint8Array() } },
    { id: 'e', replying: { handshakes: { on: true, awaitsSecret: false }, rules: [], forward: null } },
    {
      id: 'e',
      replying: {
        handshakes: { on: false, awaitsSecret: true },
        rules: [
          {
            id: 'r',
            name: 'n',
            isOn: true,
            when: {
              method: 'POST',
              path: { how: 'glob', text: '/*' },
              header: { name: 'X-A', test: { how: 'contains', text: 'b' } },
              json: { path: 'a.b', equals: '1' },
              verdict: 'failed',
            },
            action: { kind: 'reply', status: 200, headers: [], body: '', delayMs: 0, bytesPerSecond: 1 },
          },
          {
            id: 's',
            name: '',
            isOn: false,
            when: { method: null, path: null, header: null, json: null, verdict: null },
            action: { kind: 'reset', delayMs: 5 },
          },
          {
            id: 't',
            name: '',
            isOn: true,
            when: { method: null, path: null, header: null, json: null, verdict: null },
            action: { kind: 'reject-failed' },
          },
        ],
        forward: {
          targets: [{ id: 't', url: 'http://127.0.0.1:3000/', eventTypes: [], isDefault: false }],
          timeoutMs: 1000,
          fallback: { status: 502, headers: [], body: new Uint8Array() },
          queue: true,
          queueServerErrors: true,
        },
      },
    },
  ],
  'endpoints.delete': [{ id: 'e' }],
  'endpoints.confirmSubscription': [{ captureId: 1 }],
  'secrets.add': [
    { endpointId: 'e', label: 'l', scheme: null, value: 'v' },
    { endpointId: 'e', label: 'l', scheme: 's', value: '', validFrom: null, validUntil: 1_750_000_000_000 },
  ],
  'secrets.update': [
    { id: 's' },
    { id: 's', label: 'l', scheme: null, value: 'v' },
    { id: 's', validFrom: 0, validUntil: null },
  ],
  'secrets.delete': [{ id: 's' }],
  'secrets.reveal': [{ id: 's' }],
  'keys.place': [{ captureId: 1, scheme: 'aws-sns' }],
  'keys.fetch': [{ captureId: 1, scheme: 'aws-sns' }],
  'keys.newPair': [null, 'WH1'].map((identifier) => ({ endpointId: 'e', scheme: 'paypal', label: 'l', identifier })),
  'keys.publicHalf': [{ secretId: 's' }],
  'tunnel.start': [null],
  'tunnel.stop': [null],
  'tunnel.rename': [{ name: 'n' }],
  'send.replay': [
    { captureId: 1, url: 'u', signing: null },
    { captureId: 1, url: 'u', signing: { scheme: 's', secretId: 'i', signedUrl: 'u' } },
  ],
  'send.draft': [
    { draft, origin: { kind: 'forge' } },
    { draft: { ...draft, signing: null }, origin: { kind: 'replay', captureId: 1, mode: 'edited' } },
    { draft, origin: { kind: 'collection', collectionId: 'c', itemId: 'i' } },
  ],
  'send.confirmTarget': [{ origin: 'https://example.com' }],
  'drafts.sign': [{ draft }],
  'deliveries.start': speeds.map((speed) => ({
    draft,
    scheme: speed === 1 ? null : 'github',
    policy: plainPolicy,
    speed,
  })),
  'deliveries.cancel': [{ id: 'd' }],
  'deliveries.list': [null],
  'bursts.start': repeats.map((repeat) => ({
    draft,
    scheme: 'github',
    plan: { count: 10_000, concurrency: 100, repeat, deadlineMs: 30_000, verifyTls: true },
  })),
  'bursts.cancel': [{ id: 'b' }],
  'bursts.list': [null],
  'queue.list': [{ limit: 0 }, { limit: 500 }],
  'queue.deliverNow': [{ target: null }, { target: { endpointId: 'e', targetId: 't' } }],
  'queue.drop': [{ deliveries: [{ captureId: 1, targetId: 't' }] }, { target: { endpointId: 'e', targetId: 't' } }],
  'attempts.list': [
    { captureId: null, limit: 1 },
    { captureId: 3, limit: 1000 },
  ],
  'attempts.get': [{ id: 1 }],
  'attempts.bytes': (['request', 'reply'] as const).map((part) => ({
    id: 1,
    part,
    offset: 5,
    maxBytes: MAX_SLICE_BYTES,
  })),
  'attempts.draft': [{ id: 1 }],
  'collections.list': [null],
  'collections.create': [{ name: 'n' }],
  'collections.rename': [{ id: 'c', name: 'n' }],
  'collections.delete': [{ id: 'c' }],
  'collections.item': [{ id: 'c', itemId: 'i' }],
  'collections.saveItem': [
    { id: 'c', itemId: null, name: 'n', draft },
    { id: 'c', itemId: 'i', name: 'n', draft },
  ],
  'collections.deleteItem': [{ id: 'c', itemId: 'i' }],
  'collections.export': [{ id: 'c', includeSensitive: false }],
  'collections.import': [{ text: '{}' }],
  'settings.update': [
    { patch: {} },
    {
      patch: {
        listenPort: 8787,
        bodyLimitBytes: 1024,
        capture: { memoryBytes: 1, timeoutMs: 1, perSender: 1 },
        history: { maxCount: 1, maxAgeDays: 1, maxBytes: 1 },
        tunnel: { provider: 'manual', host: 'https://a', name: 'n', manualUrl: '' },
        send: { target: 't', timeoutMs: 1, verifyTls: false },
        theme: 'dark',
      },
    },
  ],
  'notices.dismiss': [{ id: 'n' }],
  'salvage.dismiss': [null],
  'log.rendererError': [{ pane: 'p', name: 'n', stack: 's' }],
};

describe.each(Object.keys(inputSchemas).filter(isCommandName))('the input of %s', (name) => {
  it('is taken as it is', () => {
    for (const input of accepted[name]) expect(inputSchemas[name].parse(input)).toEqual(input);
  });

  it('is refused with a property too many, one too few, or as another kind of value', () => {
    for (const input of accepted[name]) {
      const wrong: unknown[] = [undefined, 0, 'text', [], new Uint8Array()];
      if (input === null) wrong.push({});
      else wrong.push(null, { ...input, extra: 1 }, ...requiredOf(name, input).map((key) => without(input, key)));
      for (const value of wrong) expect(inputSchemas[name].safeParse(value).success).toBe(false);
    }
  });
});

/** What may be left out of an input. */
const optionalInputs: { readonly [K in CommandName]?: readonly string[] } = {
  'secrets.add': ['validFrom', 'validUntil'],
  'captures.list': ['after', 'withinMs'],
  'captures.diagnose': ['longer'],
  'signatures.check': ['longer'],
};

function requiredOf(name: CommandName, input: object): string[] {
  const changes = ['endpoints.update', 'secrets.update'].includes(name);
  const optional = optionalInputs[name] ?? [];
  return changes ? ['id'] : Object.keys(input).filter((key) => !optional.includes(key));
}

function without(input: object, key: string): object {
  return Object.fromEntries(Object.entries(input).filter(([name]) => name !== key));
}

describe('limits', () => {
  it('hold for slices, lists and bodies', () => {
    const slice = { id: 1, part: 'body', offset: 0, maxBytes: MAX_SLICE_BYTES };
    expect(inputSchemas['captures.bytes'].safeParse({ ...slice, maxBytes: MAX_SLICE_BYTES + 1 }).success).toBe(false);
    expect(inputSchemas['captures.bytes'].safeParse({ ...slice, offset: -1 }).success).toBe(false);
    expect(inputSchemas['captures.bytes'].safeParse({ ...slice, offset: 0.5 }).success).toBe(false);
    expect(inputSchemas['captures.list'].safeParse({ filter: {}, before: null, limit: 501 }).success).toBe(false);
    const body = new Uint8Array(MAX_DRAFT_BODY_BYTES + 1);
    expect(inputSchemas['drafts.sign'].safeParse({ draft: { ...draft, body } }).success).toBe(false);
    expect(inputSchemas['drafts.sign'].safeParse({ draft: { ...draft, body: body.subarray(1) } }).success).toBe(true);
  });

  it('leave what a user may type wrong to the part that can say so', () => {
    expect(inputSchemas['settings.update'].safeParse({ patch: { listenPort: 99_999.5 } }).success).toBe(true);
    expect(inputSchemas['endpoints.create'].safeParse({ name: '', path: 'no slash' }).success).toBe(true);
  });
});
