import { describe, expect, it } from 'vitest';
import { base64Of, bytesFromBase64, hexOf, utf8Bytes } from '../../../src/core/bytes.ts';
import type { Cause } from '../../../src/core/diagnosis/diagnosis.ts';
import type { SignedRequest } from '../../../src/core/signature/request-parts.ts';
import type { Scheme } from '../../../src/core/signature/scheme.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';
import { nodeCodec } from '../../../src/main/diagnosis/node-codec.ts';
import {
  BODY,
  mistaken,
  NOW,
  own,
  reportOf,
  requestWith,
  SECRET,
  schemeOf,
  signed,
  stored,
  withHeader,
} from './support.ts';

type Secrets = Parameters<typeof reportOf>[2];
type Rest = Parameters<typeof reportOf>[3];
type Case = readonly [
  name: string,
  causes: readonly Cause[],
  make: () => { scheme: Scheme; request: SignedRequest; secrets?: Secrets; rest?: Rest },
];

const keyPair = nodeCrypto.newKeyPair('rsa');
const other = '{"id":"evt_2"}';
const bodyOf = (text: string) => ({ body: utf8Bytes(text) });

/** Signed by a sender that has another body than the one that arrives. */
function changedBody(id: string, signedText: string, receivedText: string): { scheme: Scheme; request: SignedRequest } {
  const scheme = schemeOf(id);
  const sent = signed(scheme, requestWith({ text: signedText }), SECRET);
  return { scheme, request: { ...sent, ...bodyOf(receivedText) } };
}

function changedSecret(id: string, used: string, entered: string) {
  const scheme = schemeOf(id);
  return { scheme, request: signed(scheme, requestWith(), used), secrets: [own(entered)] };
}

function wrongRecipe(id: string, change: Parameters<typeof mistaken>[1], secret = SECRET, request = requestWith()) {
  return { scheme: schemeOf(id), request: signed(mistaken(id, change), request, secret), secrets: [own(secret)] };
}

const cases: readonly Case[] = [
  ['a line feed behind the secret', ['secret-whitespace'], () => changedSecret('github', 'topsecret', 'topsecret\n')],
  ['quotes around base64', ['secret-whitespace'], () => changedSecret('standard-webhooks', SECRET, `"${SECRET}"`)],
  ['a mark before the token', ['secret-whitespace'], () => changedSecret('telegram', 'token-1', '\ufefftoken-1')],
  ['blanks around the token of a form', ['secret-whitespace'], () => changedSecret('twilio-form', 'a1b2', ' a1b2 ')],
  [
    'base64 used as text',
    ['secret-encoding'],
    () => wrongRecipe('standard-webhooks', { secret: { encoding: 'utf8' } }),
  ],
  [
    'hex decoded where it is text',
    ['secret-encoding'],
    () => wrongRecipe('github', { secret: { encoding: 'hex' } }, '00ff10203040506070809000a0b0c0d0'),
  ],
  [
    'a prefix stripped where it is kept',
    ['secret-encoding'],
    () => wrongRecipe('stripe', { secret: { strip: ['whsec_'], encoding: 'utf8' } }),
  ],
  [
    'another stored secret',
    ['secret-other'],
    () => ({
      ...changedSecret('stripe', 'live', 'test'),
      secrets: [own('test'), stored('old', 'b'), stored('live', 'c')],
    }),
  ],
  [
    'the key pair of another endpoint',
    ['secret-other'],
    () => ({
      ...changedSecret('wise', keyPair.secret, ''),
      secrets: [own(nodeCrypto.newKeyPair('rsa').publicKey), stored(keyPair.publicKey, 'c')],
    }),
  ],
  [
    'no secret at the sender',
    ['secret-empty'],
    () => {
      const mac = hexOf(nodeCrypto.hmac('sha256', new Uint8Array(0), [utf8Bytes(BODY)]));
      const headers = [...requestWith().headers, ['X-Hub-Signature-256', `sha256=${mac}`] as const];
      return { scheme: schemeOf('github'), request: requestWith({ headers }) };
    },
  ],
  [
    'no secret at a sender that signs in base64',
    ['secret-empty'],
    () => {
      const mac = base64Of(nodeCrypto.hmac('sha256', new Uint8Array(0), [utf8Bytes(BODY)]));
      return {
        scheme: schemeOf('shopify'),
        request: requestWith({ headers: [['X-Shopify-Hmac-Sha256', mac]] }),
      };
    },
  ],
  [
    'compact for spaced JSON',
    ['body-reserialised'],
    () => changedBody('github', '{"a":1,"b":[2]}', '{"a": 1, "b": [2]}'),
  ],
  ['pretty JSON', ['body-reserialised'], () => changedBody('stripe', '{\n  "a": 1\n}', '{"a":1}')],
  [
    'JSON under a key pair',
    ['body-reserialised'],
    () => {
      const made = changedSecret('wise', keyPair.secret, keyPair.publicKey);
      const sent = signed(made.scheme, requestWith({ text: '{"a":1}' }), keyPair.secret);
      return { ...made, request: { ...sent, ...bodyOf('{ "a": 1 }') } };
    },
  ],
  ['a line feed added', ['body-newline'], () => changedBody('slack', BODY, `${BODY}\n`)],
  ['a line feed removed', ['body-newline'], () => changedBody('shopify', `${BODY}\n`, BODY)],
  ['line breaks exchanged', ['body-newline'], () => changedBody('github', 'a\r\nb\r\n', 'a\nb\n')],
  ['a byte-order mark', ['body-charset'], () => changedBody('github', `\ufeff${BODY}`, BODY)],
  ['Latin-1 read as UTF-8', ['body-charset'], () => changedBody('slack', '{"a":"grün"}', '{"a":"grÃ¼n"}')],
  [
    'compressed after it was signed',
    ['body-decoded'],
    () => {
      const { scheme, request } = changedBody('github', BODY, BODY);
      const body = nodeCodec.encode('gzip', request.body) ?? new Uint8Array(0);
      return { scheme, request: { ...request, body, headers: [...request.headers, ['Content-Encoding', 'gzip']] } };
    },
  ],
  [
    'compressed after it was signed, with a timestamp',
    ['body-decoded'],
    () => {
      const { scheme, request } = changedBody('standard-webhooks', BODY, BODY);
      const body = nodeCodec.encode('br', request.body) ?? new Uint8Array(0);
      return { scheme, request: { ...request, body, headers: [...request.headers, ['Content-Encoding', 'br']] } };
    },
  ],
  ['nothing was signed', ['body-empty'], () => changedBody('github', '', BODY)],
  ['nothing but the timestamp was signed', ['body-empty'], () => changedBody('stripe', '', BODY)],
  ['the last byte is missing', ['body-truncated'], () => changedBody('github', BODY, `${BODY}x`)],
  [
    'characters counted as bytes',
    ['body-truncated'],
    () => changedBody('slack', `{"a":"grün${'x'.repeat(30)}`, `{"a":"grün${'x'.repeat(30)}"`),
  ],
  ['another separator', ['content-template'], () => wrongRecipe('stripe', { signed: '{ts}:{body}' })],
  ['the body alone', ['content-template'], () => wrongRecipe('standard-webhooks', { signed: '{body}' })],
  ['parts exchanged', ['content-template'], () => wrongRecipe('slack', { signed: '{body}{ts}' })],
  ['method and path before it', ['content-template'], () => wrongRecipe('github', { signed: '{method}{path}{body}' })],
  [
    'milliseconds signed, seconds sent',
    ['timestamp-unit'],
    () => {
      const scheme = schemeOf('slack');
      const sent = signed(mistaken('slack', { signed: 'v0:{ts}000:{body}' }), requestWith(), SECRET);
      return { scheme, request: sent };
    },
  ],
  [
    'milliseconds sent and signed',
    ['timestamp-unit'],
    () => wrongRecipe('stripe', { timestamp: { in: 'signature', name: 't', unit: 'ms', toleranceSeconds: 300 } }),
  ],
  [
    'the Date header was signed',
    ['timestamp-other-header'],
    () => {
      const date = new Date(NOW).toUTCString();
      const request = requestWith({ headers: [...requestWith().headers, ['Date', date]] });
      return wrongRecipe('slack', { signed: 'v0:{h:Date}:{body}' }, SECRET, request);
    },
  ],
  [
    'the timestamp stands in another header',
    ['timestamp-other-header'],
    () => {
      const timestamp = { in: 'header', name: 'X-Sent-At', unit: 's', toleranceSeconds: 300 } as const;
      return wrongRecipe('zoom', { timestamp });
    },
  ],
  [
    'the timestamp’s header is there twice',
    ['timestamp-other-header'],
    () => {
      const made = wrongRecipe('airwallex', {});
      const headers = [['X-Timestamp', String(NOW - 7000)] as const, ...made.request.headers];
      return { ...made, request: { ...made.request, headers } };
    },
  ],
  [
    'the timestamp’s header comes again with another time',
    ['timestamp-other-header'],
    () => {
      const made = wrongRecipe('airwallex', {});
      const headers = [...made.request.headers, ['X-Timestamp', String(NOW - 7000)] as const];
      return { ...made, request: { ...made.request, headers } };
    },
  ],
  [
    'http for https',
    ['url-mismatch'],
    () => {
      const scheme = schemeOf('square');
      const request = signed(scheme, requestWith(), SECRET);
      return { scheme, request: { ...request, url: 'http://hooks.example.com/hooks?b=2&a=1' } };
    },
  ],
  [
    'behind a proxy',
    ['url-mismatch'],
    () => {
      const scheme = schemeOf('twilio-form');
      const form = requestWith({
        text: 'Body=hi&From=%2B1',
        headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      });
      const request = signed(scheme, form, SECRET);
      const headers = [...request.headers, ['X-Forwarded-Host', 'hooks.example.com'] as const];
      return { scheme, request: { ...request, headers, url: 'http://10.0.0.1:3000/hooks?b=2&a=1' } };
    },
  ],
  [
    'the public URL is not known',
    ['url-mismatch'],
    () => {
      const scheme = schemeOf('trello');
      return { scheme, request: { ...signed(scheme, requestWith(), SECRET), url: null } };
    },
  ],
  ['SHA-1 for SHA-256', ['algorithm'], () => wrongRecipe('gitea', { algorithm: 'hmac-sha1' })],
  ['SHA-512 for SHA-256', ['algorithm'], () => wrongRecipe('stripe', { algorithm: 'hmac-sha512' })],
  [
    'base64 for hex',
    ['encoding'],
    () => wrongRecipe('gitea', { signature: { names: ['X-Gitea-Signature'], encoding: 'base64' } }),
  ],
  [
    'base64url without padding for base64',
    ['encoding'],
    () => wrongRecipe('shopify', { signature: { names: ['X-Shopify-Hmac-Sha256'], encoding: 'base64url' } }),
  ],
  [
    'without its prefix',
    ['encoding'],
    () => wrongRecipe('github', { signature: { names: ['X-Hub-Signature-256'], encoding: 'hex' } }),
  ],
  [
    'hex for base64 under a scheme in code',
    ['encoding'],
    () => {
      const made = changedSecret('twilio-form', 'a1b2', 'a1b2');
      const hex = (value: string) => hexOf(bytesFromBase64(value) ?? new Uint8Array(0));
      return { ...made, request: withHeader(made.request, 'X-Twilio-Signature', hex) };
    },
  ],
  ['another scheme’s header', ['scheme-other'], () => ({ ...wrongRecipe('shopify', {}), scheme: schemeOf('stripe') })],
  [
    'a key pair’s scheme',
    ['scheme-other'],
    () => ({ ...changedSecret('wise', keyPair.secret, keyPair.publicKey), scheme: schemeOf('github') }),
  ],
  [
    'cut off in hex',
    ['signature-truncated'],
    () => {
      const made = wrongRecipe('gitea', {});
      return { ...made, request: withHeader(made.request, 'X-Gitea-Signature', (value) => value.slice(0, 40)) };
    },
  ],
  [
    'cut off in base64',
    ['signature-truncated'],
    () => {
      const made = wrongRecipe('shopify', {});
      return { ...made, request: withHeader(made.request, 'X-Shopify-Hmac-Sha256', (value) => value.slice(0, 32)) };
    },
  ],
  [
    'the signature of another capture',
    ['signature-of-other-request'],
    () => {
      const made = wrongRecipe('github', {}, SECRET, requestWith({ text: other }));
      const rest = { others: [{ id: 7, request: made.request, receivedAtMs: NOW }] };
      return { ...made, request: { ...made.request, ...bodyOf(BODY) }, rest };
    },
  ],
  [
    'the signature of another capture under a key pair',
    ['signature-of-other-request'],
    () => {
      const scheme = schemeOf('wise');
      const theirs = signed(scheme, requestWith({ text: other }), keyPair.secret);
      const rest = { others: [{ id: 7, request: theirs, receivedAtMs: NOW }] };
      return { scheme, request: { ...theirs, ...bodyOf(BODY) }, secrets: [own(keyPair.publicKey)], rest };
    },
  ],
  ['too old', ['clock-skew'], () => ({ ...wrongRecipe('stripe', {}), rest: { nowMs: NOW + 3_600_000 } })],
  ['ahead of its time', ['clock-skew'], () => ({ ...wrongRecipe('slack', {}), rest: { nowMs: NOW - 3_600_000 } })],
  // Two at once.
  [
    'a blank in the secret and base64 for hex',
    ['secret-whitespace', 'encoding'],
    () => ({
      ...wrongRecipe('gitea', { signature: { names: ['X-Gitea-Signature'], encoding: 'base64' } }, 'a-secret'),
      secrets: [own(' a-secret')],
    }),
  ],
  [
    'serialised again, and a blank in the secret',
    ['secret-whitespace', 'body-reserialised'],
    () => ({ ...changedBody('stripe', '{"a":1,"b":[2]}', '{"a": 1, "b": [2]}'), secrets: [own(`${SECRET}\n`)] }),
  ],
  [
    'another separator and another algorithm',
    ['algorithm', 'content-template'],
    () => wrongRecipe('stripe', { signed: '{ts}:{body}', algorithm: 'hmac-sha512' }),
  ],
  [
    'another secret, and serialised again',
    ['body-reserialised', 'secret-other'],
    () => ({
      ...changedBody('slack', '{"a":1,"b":[2]}', '{"a": 1, "b": [2]}'),
      secrets: [own('wrong'), stored(SECRET, 'c')],
    }),
  ],
  [
    'serialised again, and too old',
    ['body-reserialised', 'clock-skew'],
    () => ({ ...changedBody('stripe', '{"a":1}', '{"a": 1}'), rest: { nowMs: NOW + 3_600_000 } }),
  ],
  [
    'a blank in the secret, and milliseconds for seconds',
    ['timestamp-unit', 'secret-whitespace'],
    () => ({
      ...wrongRecipe('stripe', { timestamp: { in: 'signature', name: 't', unit: 'ms', toleranceSeconds: 300 } }),
      secrets: [own(`${SECRET} `)],
    }),
  ],
  [
    'another scheme’s header, and too old',
    ['scheme-other', 'clock-skew'],
    () => ({ ...wrongRecipe('stripe', {}), scheme: schemeOf('shopify'), rest: { nowMs: NOW + 3_600_000 } }),
  ],
  [
    'base64 used as text, and too old',
    ['secret-encoding', 'clock-skew'],
    () => ({
      ...wrongRecipe('standard-webhooks', { secret: { encoding: 'utf8' } }),
      rest: { nowMs: NOW + 3_600_000 },
    }),
  ],
  [
    'a proxy, and a line feed at the end',
    ['body-newline', 'url-mismatch'],
    () => {
      const scheme = schemeOf('square');
      const request = signed(scheme, requestWith(), SECRET);
      return { scheme, request: { ...request, ...bodyOf(`${BODY}\n`), url: 'http://hooks.example.com/hooks?b=2&a=1' } };
    },
  ],
];

describe('a failure is explained', () => {
  it.each(cases)('%s: %j', (_, causes, make) => {
    const { scheme, request, secrets = [own(SECRET)], rest = {} } = make();
    const { diagnoses } = reportOf(scheme, request, secrets, rest);
    expect(diagnoses[0]).toMatchObject({ causes, confidence: 'proved' });
    expect(diagnoses[0]?.message).toMatch(/^[A-Z].*\.$/s);
    expect(diagnoses[0]?.fix).toMatch(/^[A-Z].*\.$/s);
    const said = JSON.stringify(diagnoses);
    for (const { value } of secrets) if (value.length > 5) expect(said).not.toContain(value.trim());
  });
});

describe('evidence', () => {
  it('names the characters around the secret', () => {
    const { scheme, request } = changedSecret('github', 'topsecret', '');
    const [diagnosis] = reportOf(scheme, request, [own('"topsecret"\r\n')]).diagnoses;
    expect(diagnosis?.evidence).toMatchObject({
      secretId: 'own',
      secret: { before: ['a quotation mark'], after: ['a quotation mark', 'a carriage return', 'a line feed'] },
    });
  });

  it('holds both bodies, and where they part', () => {
    const { scheme, request } = changedBody('github', '{"a":1}', '{"a": 1}');
    const compared = reportOf(scheme, request, [own(SECRET)]).diagnoses[0]?.evidence.compared;
    expect(compared).toMatchObject({ what: 'body', firstDifference: 5 });
    expect(compared?.received).toEqual({ bytes: utf8Bytes('{"a": 1}'), offset: 0, totalBytes: 8 });
    expect(compared?.signed).toEqual({ bytes: utf8Bytes('{"a":1}'), offset: 0, totalBytes: 7 });
  });

  it('cuts large bodies around the difference', () => {
    const large = (tail: string) => `{"a":"${'x'.repeat(200_000)}","b":${tail}}`;
    const { scheme, request } = changedBody('github', large('1'), large(' 1'));
    const compared = reportOf(scheme, request, [own(SECRET)]).diagnoses[0]?.evidence.compared;
    expect(compared?.received.bytes.length).toBe(64 * 1024);
    expect(compared?.firstDifference).toBe(large('1').length - 2);
    expect(compared?.received.offset).toBeLessThanOrEqual(compared?.firstDifference ?? 0);
  });

  it('holds the recipe that is right', () => {
    const { scheme, request, secrets } = wrongRecipe('stripe', { signed: '{ts}:{body}' });
    const recipe = reportOf(scheme, request, secrets).diagnoses[0]?.evidence.recipe;
    expect(recipe).toEqual({ ...scheme.recipes?.[0], signed: '{ts}:{body}' });
  });

  it('shows both URLs', () => {
    const scheme = schemeOf('square');
    const request = { ...signed(scheme, requestWith(), SECRET), url: 'https://hooks.example.com/hooks' };
    const [diagnosis] = reportOf(scheme, request, [own(SECRET)]).diagnoses;
    expect(diagnosis?.evidence.urls).toEqual({
      received: 'https://hooks.example.com/hooks',
      signed: 'https://hooks.example.com/hooks?b=2&a=1',
    });
  });

  it('says whether the sender’s other captures are off by as much', () => {
    const scheme = schemeOf('stripe');
    const late = (id: number, at: number) => ({
      id,
      request: signed(scheme, requestWith(), SECRET, at),
      receivedAtMs: at + 3_600_000,
    });
    const others = [late(1, NOW - 60_000), late(2, NOW - 120_000), { ...late(3, NOW), receivedAtMs: NOW }];
    const { diagnoses } = reportOf(scheme, signed(scheme, requestWith(), SECRET), [own(SECRET)], {
      nowMs: NOW + 3_600_000,
      others,
    });
    expect(diagnoses[0]?.evidence.clock).toEqual({
      behindSeconds: 3600,
      toleranceSeconds: 300,
      dateBehindSeconds: null,
      others: 3,
      othersAlike: 2,
    });
  });

  it.each([
    ['a clock that is behind', 3600, 'its Date header, the sender’s clock is 60 minutes behind this machine’s'],
    ['a clock that is ahead', -7200, 'its Date header, the sender’s clock is 2 hours ahead of this machine’s'],
  ])('tells of %s by the sender’s Date header', (_, behind, words) => {
    const scheme = schemeOf('stripe');
    const request = signed(scheme, requestWith(), SECRET, NOW - 1000 * behind);
    const date = new Date(NOW - 1000 * behind).toUTCString();
    const dated = { ...request, headers: [...request.headers, ['Date', date] as const] };
    const [diagnosis] = reportOf(scheme, dated, [own(SECRET)]).diagnoses;
    expect(diagnosis?.evidence.clock).toMatchObject({ behindSeconds: behind, dateBehindSeconds: behind });
    expect(diagnosis?.message).toContain(words);
    // A clock that agrees says that the request was late.
    const fresh = { ...request, headers: [...request.headers, ['Date', new Date(NOW).toUTCString()] as const] };
    const [late] = reportOf(scheme, fresh, [own(SECRET)]).diagnoses;
    expect(late?.evidence.clock?.dateBehindSeconds).toBe(0);
    expect(late?.message).not.toContain('Date header');
  });

  it('names the scheme under which the signature is right', () => {
    const { request } = wrongRecipe('shopify', {});
    const [diagnosis] = reportOf(schemeOf('stripe'), request, [own(SECRET)]).diagnoses;
    expect(diagnosis?.evidence.scheme).toBe('shopify');
  });
});

describe('the simplest explanation comes first', () => {
  it.each<[string, Cause, ReturnType<Case[2]>]>([
    // Writing the JSON again removes the line feed too.
    ['a line feed before re-serialisation', 'body-newline', changedBody('github', '{"a":1}', '{"a":1}\n')],
    // So does a template of the timestamp alone.
    ['an empty body before a template without it', 'body-empty', changedBody('stripe', '', BODY)],
    [
      'the secret’s reading before the scheme that reads it so',
      'secret-encoding',
      wrongRecipe('standard-webhooks', { secret: { encoding: 'utf8' } }),
    ],
    [
      'a blank before the same secret of another endpoint',
      'secret-whitespace',
      { ...changedSecret('github', 'topsecret', ''), secrets: [own('topsecret '), stored('topsecret', 'c')] },
    ],
  ])('%s', (_, cause, { scheme, request, secrets = [own(SECRET)] }) => {
    expect(reportOf(scheme, request, secrets).diagnoses[0]?.causes).toEqual([cause]);
  });

  it('keeps what else is proved after it', () => {
    const { scheme, request } = changedSecret('github', 'topsecret', '');
    const { diagnoses } = reportOf(scheme, request, [own('topsecret '), stored('topsecret', 'c')]);
    expect(diagnoses.map(({ causes }) => causes)).toEqual([['secret-whitespace'], ['secret-other']]);
  });
});

it('counts too short a beginning of a signature as nothing', () => {
  const made = wrongRecipe('gitea', {});
  const request = withHeader(made.request, 'X-Gitea-Signature', (value) => value.slice(0, 30));
  for (const { confidence } of reportOf(made.scheme, request, made.secrets).diagnoses)
    expect(confidence).toBe('likely');
});
