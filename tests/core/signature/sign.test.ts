import { describe, expect, it } from 'vitest';
import { latin1Text, utf8Bytes } from '../../../src/core/bytes.ts';
import { sign } from '../../../src/core/signature/sign.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';
import { judge, NOW, post, SECRET, scheme, signed, WHSEC } from '../../support/signing.ts';

describe('signing', () => {
  it('replaces what it owns in place, drops further copies, appends what is new', () => {
    const request = post([
      ['host', 'example.com'],
      ['x-hub-signature-256', 'sha256=old'],
      ['X-Trace', '1'],
      ['X-Hub-Signature-256', 'sha256=older'],
    ]);
    const { headers } = signed('github', SECRET, request);
    expect(headers.map(([name]) => name)).toEqual(['host', 'X-Hub-Signature-256', 'X-Trace']);
    expect(signed('slack', SECRET).headers.map(([name]) => name)).toEqual([
      'X-Slack-Request-Timestamp',
      'X-Slack-Signature',
    ]);
  });

  it('signs GitHub’s SHA-1 header again where the request has one', () => {
    const both = signed(
      'github',
      SECRET,
      post([
        ['X-GitHub-Event', 'push'],
        ['X-Hub-Signature', 'sha1=old'],
      ]),
    );
    expect(judge('github', both, [SECRET]).status).toBe('verified');
    expect(judge('github-sha1', both, [SECRET]).status).toBe('verified');
    expect(signed('github', SECRET).headers).toHaveLength(1);
  });

  it('keeps message ids and makes them where there are none', () => {
    const kept = signed('standard-webhooks', WHSEC, post([['Webhook-Id', 'msg_1']]));
    expect(kept.headers).toContainEqual(['Webhook-Id', 'msg_1']);
    const [first, second] = [signed('svix', WHSEC), signed('svix', WHSEC)].map(
      ({ headers }) => headers.find(([name]) => name === 'svix-id')?.[1],
    );
    expect(first).toMatch(/^msg_[0-9A-Za-z]{27}$/);
    expect(second).not.toBe(first);
  });

  it.each([
    ['', 'secret-missing'],
    ['\0', 'secret-invalid'],
  ])('with the secret %j fails', (secret, code) => {
    expect(sign(scheme('github'), post(), secret, NOW, nodeCrypto)).toMatchObject({ ok: false, failure: { code } });
  });

  it('refuses a token that a header would not keep', () => {
    for (const token of ['a\r\nX-Evil: 1', ' a', 'a\t']) {
      const result = sign(scheme('gitlab-token'), post(), token, NOW, nodeCrypto);
      expect(result).toMatchObject({ ok: false, failure: { code: 'secret-invalid' } });
    }
    const umlaut = signed('gitlab-token', 'gr\u00fcn');
    expect(umlaut.headers).toEqual([['X-Gitlab-Token', latin1Text(utf8Bytes('gr\u00fcn'))]]);
  });
});
