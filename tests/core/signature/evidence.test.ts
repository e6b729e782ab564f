import { describe, expect, it } from 'vitest';
import { concatBytes, lossyUtf8Text } from '../../../src/core/bytes.ts';
import { explainVerdict, type SignedRequest } from '../../../src/core/signature/verify.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';
import { NOW, post, SECRET, scheme, signed } from '../../support/signing.ts';

describe('evidence', () => {
  const explain = (id: string, request: SignedRequest, secrets: readonly string[]) => {
    const candidates = secrets.map((value, index) => ({ id: `secret-${index}`, value }));
    const { verdict, evidence } = explainVerdict(scheme(id), request, candidates, NOW, nodeCrypto);
    if (evidence === null) throw new Error('no evidence');
    return { verdict, evidence };
  };

  it('joins to exactly what was hashed, with its parts named', () => {
    const { evidence } = explain('slack', signed('slack', SECRET), [SECRET]);
    expect(evidence.signedContent.map(({ role }) => role)).toEqual(['literal', 'timestamp', 'literal', 'body']);
    const content = concatBytes(evidence.signedContent.map(({ bytes }) => bytes));
    expect(lossyUtf8Text(content)).toBe(`v0:${NOW / 1000}:{"id":"evt_1"}`);
    expect(evidence.timestamp).toMatchObject({ source: 'X-Slack-Request-Timestamp', ageSeconds: 0, covered: true });
    expect(evidence.matchedSecretId).toBe('secret-0');
  });

  it('shows for each secret what it would have given and where that first differs', () => {
    const sent = signed('github', SECRET);
    const { verdict, evidence } = explain('github', sent, ['wrong', SECRET]);
    expect(verdict.status).toBe('verified');
    expect(evidence.expected.map(({ secretId, firstDifference }) => [secretId, firstDifference === null])).toEqual([
      ['secret-0', false],
      ['secret-1', true],
    ]);
    const changed = {
      ...sent,
      headers: [['X-Hub-Signature-256', `sha256=${evidence.received[0]?.slice(0, 10)}${'0'.repeat(54)}`]] as const,
    };
    expect(explain('github', changed, [SECRET]).evidence.expected[0]?.firstDifference).toBeGreaterThanOrEqual(10);
  });

  it('is there without any secret, and says what was received', () => {
    const { verdict, evidence } = explain('stripe', signed('stripe', SECRET), []);
    expect(verdict.reason).toBe('no-secret');
    expect(evidence.source?.name).toBe('Stripe-Signature');
    expect(evidence.received).toHaveLength(1);
    expect(evidence.signedContent.map(({ role }) => role)).toEqual(['timestamp', 'literal', 'body']);
    expect(evidence.expected).toEqual([]);
  });

  it('shows what was expected beside a signature that is malformed or missing', () => {
    const sent = signed('github', SECRET);
    const text = sent.headers[0]?.[1] ?? '';
    const cut = explain('github', { ...sent, headers: [['X-Hub-Signature-256', text.slice(0, -2)]] }, [SECRET]);
    expect(cut.verdict.reason).toBe('malformed-signature');
    expect(cut.evidence.expected).toEqual([{ secretId: 'secret-0', value: text.slice(7), firstDifference: 62 }]);
    expect(cut.evidence.matchedSecretId).toBeNull();
    const none = explain('github', { ...sent, headers: [] }, [SECRET]);
    expect(none.verdict.reason).toBe('missing-signature');
    expect(none.evidence).toMatchObject({ source: null, received: [], expected: [{ firstDifference: 0 }] });
  });

  it('never holds a token', () => {
    const { evidence } = explain('gitlab-token', post([['X-Gitlab-Token', 'guess']]), ['glpat-the-real-one']);
    expect(JSON.stringify(evidence)).not.toContain('the-real-one');
    expect(evidence.source).toEqual({ name: 'X-Gitlab-Token', value: 'guess' });
  });

  it('cuts a large body with a copy of its own', () => {
    const request = { ...post(), body: new Uint8Array(1024 * 1024) };
    const part = explain('github', signed('github', SECRET, request), [SECRET]).evidence.signedContent[0];
    expect(part?.totalBytes).toBe(1024 * 1024);
    expect(part?.bytes.buffer.byteLength).toBe(64 * 1024);
  });

  it('names the form of the URL that matched', () => {
    const portless = signed('twilio-form', SECRET, { ...post([], 'a=1'), url: 'https://example.com/x' });
    const { verdict, evidence } = explain('twilio-form', { ...portless, url: 'https://example.com:8443/x' }, [SECRET]);
    expect(verdict.status).toBe('verified');
    expect(evidence.url).toBe('https://example.com/x');
  });
});
