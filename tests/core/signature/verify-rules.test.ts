import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '../../../src/core/bytes.ts';
import type { HeaderList } from '../../../src/core/http/headers.ts';
import { sign } from '../../../src/core/signature/sign.ts';
import type { SignedRequest } from '../../../src/core/signature/verify.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';
import { judge, NOW, plus, post, SECRET, scheme, signed, WHSEC, without } from '../../support/signing.ts';

describe('secrets', () => {
  const request = signed('github', SECRET);

  it('none at all leaves the request unchecked', () => {
    expect(judge('github', request, [])).toMatchObject({ status: 'unchecked', reason: 'no-secret' });
  });

  it('any of several may match, and the verdict says which', () => {
    expect(judge('github', request, ['old', SECRET])).toMatchObject({ status: 'verified', secretId: 'secret-1' });
  });

  it.each([
    ['github', ''],
    ['github', '\0\0\0'],
    ['standard-webhooks', 'whsec_'],
    ['standard-webhooks', 'whsec_AAAA'],
    ['standard-webhooks', 'whsec_not base64!'],
    ['standard-webhooks', 'whsec_MDEyMw'],
    ['discord', 'ff'],
    ['discord', '0'.repeat(64)],
    ['discord', `seed:${'g'.repeat(64)}`],
  ])('%s cannot use %j and never verifies with it', (id, secret) => {
    const good = id === 'discord' ? `seed:${'11'.repeat(32)}` : id === 'github' ? SECRET : WHSEC;
    const sent = signed(id, good);
    expect(judge(id, sent, [secret])).toMatchObject({ status: 'failed', reason: 'invalid-secret' });
    expect(judge(id, sent, [secret, good])).toMatchObject({ status: 'verified', secretId: 'secret-1' });
  });

  it('a Standard Webhooks secret may come without its prefix', () => {
    expect(judge('standard-webhooks', signed('standard-webhooks', WHSEC), [WHSEC.slice(6)]).status).toBe('verified');
  });

  it('an Ed25519 public key verifies what its seed signed', () => {
    const sent = signed('discord', `seed:${'11'.repeat(32)}`);
    const publicKey = Buffer.from(nodeCrypto.ed25519PublicKey(new Uint8Array(32).fill(0x11))).toString('hex');
    expect(judge('discord', sent, [publicKey]).status).toBe('verified');
    expect(judge('discord', sent, [publicKey.toUpperCase()]).status).toBe('verified');
    const result = sign(scheme('discord'), post(), publicKey, NOW, nodeCrypto);
    expect(result).toMatchObject({ ok: false, failure: { code: 'secret-invalid' } });
  });
});

describe('the signature header', () => {
  const request = signed('github', SECRET);
  const [value = ''] = request.headers.filter(([name]) => name === 'X-Hub-Signature-256').map(([, one]) => one);

  it.each<[string, HeaderList, string | null]>([
    ['absent', [], 'missing-signature'],
    ['empty', [['X-Hub-Signature-256', '']], 'empty-signature'],
    ['only blanks', [['X-Hub-Signature-256', ' \t ']], 'empty-signature'],
    ['its tag without a value', [['X-Hub-Signature-256', 'sha256=']], 'empty-signature'],
    ['without its tag', [['X-Hub-Signature-256', value.slice(7)]], 'malformed-signature'],
    ['another tag', [['X-Hub-Signature-256', value.replace('sha256', 'sha512')]], 'unknown-version'],
    ['one digit short', [['X-Hub-Signature-256', value.slice(0, -1)]], 'malformed-signature'],
    [
      'twice the same',
      [
        ['X-Hub-Signature-256', value],
        ['x-hub-signature-256', value],
      ],
      null,
    ],
    [
      'twice, differing',
      [
        ['X-Hub-Signature-256', value],
        ['x-hub-signature-256', `${value.slice(0, -1)}0`],
      ],
      'duplicate-signature',
    ],
    ['any case of name and digits', [['x-HUB-signature-256', value.toUpperCase().replace('SHA256', 'sha256')]], null],
    ['blanks around it', [['X-Hub-Signature-256', ` ${value}\t`]], null],
  ])('%s', (_, headers, reason) => {
    const verdict = judge('github', { ...request, headers }, [SECRET]);
    expect(verdict.reason).toBe(reason);
    expect(verdict.status).toBe(reason === null ? 'verified' : 'failed');
  });

  it.each([
    ['base64 of another alphabet', (text: string) => text.replace(/[+/]/, '-')],
    ['base64 without padding', (text: string) => text.replace(/=$/, '')],
    [
      'base64 with left-over bits',
      (text: string) =>
        text.replace(/.=$/, (end) => `${end === 'A=' ? 'B' : `${String.fromCharCode(end.charCodeAt(0) + 1)}`}=`),
    ],
    ['base64 with junk behind it', (text: string) => `${text}!!`],
  ])('refuses %s', (_, change) => {
    // A body whose signature holds the characters that the two alphabets write differently.
    const body = Array.from({ length: 200 }, (_unused, n) => `{"n":${n}}`).find((candidate) =>
      /[+/].*[A-Za-y0-8]=$/.test(signed('shopify', SECRET, post([], candidate)).headers[0]?.[1] ?? ''),
    );
    const sent = signed('shopify', SECRET, post([], body));
    const text = sent.headers[0]?.[1] ?? '';
    expect(change(text)).not.toBe(text);
    const headers = [['X-Shopify-Hmac-Sha256', change(text)]] as const;
    expect(judge('shopify', { ...sent, headers }, [SECRET])).toMatchObject({
      status: 'failed',
      reason: 'malformed-signature',
    });
  });

  it('counts only the named version, beside others', () => {
    const sent = signed('standard-webhooks', WHSEC);
    const [signature = ''] = sent.headers.filter(([name]) => name === 'webhook-signature').map(([, one]) => one);
    const rest = without(sent, 'webhook-signature');
    const judged = (text: string) => judge('standard-webhooks', plus(rest, ['webhook-signature', text]), [WHSEC]);
    expect(judged(`v1a,AAAA ${signature} v2,zzz`).status).toBe('verified');
    expect(judged(signature.replace('v1,', 'v2,')).reason).toBe('unknown-version');
    expect(judged(signature.replace('v1,', 'V1,')).reason).toBe('unknown-version');
    expect(judged(`${signature},x`).reason).toBe('malformed-signature');
  });

  it('refuses more candidates than rotation ever needs', () => {
    const sent = without(signed('stripe', SECRET), 'stripe-signature');
    const many = `t=${NOW / 1000},${Array.from({ length: 101 }, () => `v1=${'a'.repeat(64)}`).join(',')}`;
    expect(judge('stripe', plus(sent, ['Stripe-Signature', many]), [SECRET]).reason).toBe('malformed-signature');
  });
});

describe('the timestamp', () => {
  const seconds = NOW / 1000;

  it.each([
    [300, null],
    [301, 'stale-timestamp'],
    [-300, null],
    [-301, 'future-timestamp'],
  ])('signed %i s ago', (age, reason) => {
    for (const [id, secret] of [
      ['slack', SECRET],
      ['stripe', SECRET],
      ['svix', WHSEC],
      ['rookone-eigentic', SECRET],
    ] as const) {
      const sent = signed(id, secret, post(), NOW - age * 1000);
      expect(judge(id, sent, [secret]).reason, id).toBe(reason);
      // The fraction of the second we are in does not count against the sender.
      expect(judge(id, sent, [secret], NOW + 999).reason, id).toBe(reason);
    }
  });

  it('outside the window is reported only when the signature is right', () => {
    const sent = signed('slack', SECRET, post(), NOW - 900_000);
    expect(judge('slack', sent, [SECRET])).toMatchObject({
      reason: 'stale-timestamp',
      detail: '900',
      secretId: 'secret-0',
    });
    expect(judge('slack', sent, ['another']).reason).toBe('signature-mismatch');
  });

  it.each([
    ['', 'missing-timestamp'],
    ['abc', 'malformed-timestamp'],
    [`${seconds}abc`, 'malformed-timestamp'],
    [`${seconds}.5`, 'malformed-timestamp'],
    [`-${seconds}`, 'malformed-timestamp'],
    ['NaN', 'malformed-timestamp'],
    ['1e9', 'malformed-timestamp'],
    ['9'.repeat(400), 'malformed-timestamp'],
  ])('%j', (raw, reason) => {
    const sent = without(signed('slack', SECRET), 'x-slack-request-timestamp');
    expect(judge('slack', plus(sent, ['X-Slack-Request-Timestamp', raw]), [SECRET]).reason).toBe(reason);
  });

  it('is the raw text in what is signed: leading zeros are kept', () => {
    const sent = signed('slack', SECRET);
    const mac = nodeCrypto.hmac('sha256', utf8Bytes(SECRET), [utf8Bytes(`v0:0${seconds}:`), sent.body]);
    const headers = [
      ['X-Slack-Request-Timestamp', `0${seconds}`],
      ['X-Slack-Signature', `v0=${Buffer.from(mac).toString('hex')}`],
    ] as const;
    expect(judge('slack', { ...sent, headers }, [SECRET]).status).toBe('verified');
  });

  it('absent, or there twice', () => {
    const sent = signed('slack', SECRET);
    expect(judge('slack', without(sent, 'x-slack-request-timestamp'), [SECRET]).reason).toBe('missing-timestamp');
    const twice = plus(sent, ['x-slack-request-timestamp', String(seconds + 1)]);
    expect(judge('slack', twice, [SECRET]).reason).toBe('duplicate-timestamp');
    const stripe = signed('stripe', SECRET);
    const [[name, value] = ['', '']] = stripe.headers;
    expect(judge('stripe', { ...stripe, headers: [[name, `t=1,${value}`]] }, [SECRET]).reason).toBe(
      'duplicate-timestamp',
    );
    expect(judge('stripe', { ...stripe, headers: [[name, value.replace(/^t=\d+,/, '')]] }, [SECRET]).reason).toBe(
      'missing-timestamp',
    );
  });
});

describe('parts of the signed content', () => {
  it('a signed header has to be there, once, and unambiguous', () => {
    const sent = signed('standard-webhooks', WHSEC);
    const [[, id] = ['', '']] = sent.headers.filter(([name]) => name === 'webhook-id');
    expect(judge('standard-webhooks', without(sent, 'webhook-id'), [WHSEC])).toMatchObject({
      reason: 'missing-part',
      detail: 'webhook-id',
    });
    expect(judge('standard-webhooks', plus(sent, ['Webhook-Id', id]), [WHSEC]).status).toBe('verified');
    expect(judge('standard-webhooks', plus(sent, ['Webhook-Id', 'other']), [WHSEC]).reason).toBe('duplicate-part');
  });

  it('an id with a dot cannot take over the start of the body', () => {
    const body = utf8Bytes(`${NOW / 1000}.{"amount":1}`);
    const first = signed('standard-webhooks', WHSEC, { ...post([['webhook-id', 'm']]), body });
    const taken = first.headers.filter(([name]) => name === 'webhook-signature');
    const split: SignedRequest = {
      ...first,
      headers: [['webhook-id', `m.${NOW / 1000}`], ['webhook-timestamp', String(NOW / 1000)], ...taken],
      body: utf8Bytes('{"amount":1}'),
    };
    expect(judge('standard-webhooks', split, [WHSEC])).toMatchObject({ status: 'failed', reason: 'malformed-part' });
  });

  it('a scheme that signs the URL waits for it', () => {
    const sent = signed('square', SECRET);
    expect(judge('square', { ...sent, url: null }, [SECRET])).toMatchObject({
      status: 'unchecked',
      reason: 'no-public-url',
    });
    const result = sign(scheme('square'), { ...post(), url: null }, SECRET, NOW, nodeCrypto);
    expect(result).toMatchObject({ ok: false, failure: { code: 'sign-missing', part: 'the public URL' } });
  });

  it('svix-* names win over webhook-* names', () => {
    const branded = signed('svix', WHSEC, post([['svix-id', 'a']]));
    const unbranded = signed(
      'svix',
      WHSEC,
      post([
        ['webhook-id', 'b'],
        ['webhook-signature', ''],
      ]),
    );
    expect(unbranded.headers.map(([name]) => name)).toEqual(['webhook-id', 'webhook-signature', 'webhook-timestamp']);
    expect(judge('svix', unbranded, [WHSEC]).status).toBe('verified');
    expect(judge('svix', plus(branded, ...unbranded.headers), [WHSEC]).status).toBe('verified');
    expect(judge('svix', plus(unbranded, ['svix-signature', '']), [WHSEC]).reason).toBe('empty-signature');
  });

  it('a form too large to be one is not sorted', () => {
    const request = {
      ...post([['X-Twilio-Signature', 'RSOYDt4T1cUTdK1PDd93/VVr8B8=']]),
      body: utf8Bytes('a&'.repeat(20_000)),
    };
    expect(judge('twilio-form', request, [SECRET])).toMatchObject({ status: 'failed', reason: 'missing-part' });
  });

  it('a JSON body beside a signed URL is not let through unread', () => {
    const get = signed('twilio-form', SECRET, post([], ''));
    expect(judge('twilio-form', { ...get, body: utf8Bytes('{"forged":true}') }, [SECRET]).reason).toBe(
      'signature-mismatch',
    );
  });
});
