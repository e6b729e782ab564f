import { describe, expect, it } from 'vitest';
import type { SecretInfo } from '../../../src/core/secret.ts';
import { schemes } from '../../../src/core/signature/registry.ts';
import { type AuditForm, emptyForm } from '../../../src/renderer/src/features/audit/audit-store.ts';
import { hasVerifyToken, readForm } from '../../../src/renderer/src/features/audit/read-form.ts';

const secret = (id: string, scheme: string | null): SecretInfo => ({
  id,
  endpointId: 'catch-all',
  scheme,
  label: id,
  masked: '••••••••',
  length: 8,
  state: 'ready',
  protection: '',
  createdAt: 0,
  validFrom: null,
  validUntil: null,
});

const surroundings = {
  defaultTarget: 'http://127.0.0.1:3000/hooks',
  schemes: schemes.map(({ info }) => info),
  secrets: [secret('any', null), secret('mine', 'github'), secret('theirs', 'stripe')],
};

const signing = (scheme: string, secretId = '', signedUrl: string | null = null) => ({ scheme, secretId, signedUrl });
const read = (part: Partial<AuditForm>) =>
  readForm({ ...emptyForm, signing: signing('github'), ...part }, surroundings);

describe('the fields of an audit', () => {
  it('are an order, with the target of replays and the secret that fits best unless others are chosen', () => {
    expect(read({})).toEqual({
      problems: {},
      order: {
        target: 'http://127.0.0.1:3000/hooks',
        scheme: 'github',
        secretId: 'mine',
        requestFrom: null,
        signedUrl: null,
        expectations: { duplicates: 'accept', deadlineMs: null, timing: false, verifyToken: null },
      },
    });
    const chosen = read({ target: ' https://example.com/x ', signing: signing('github', 'any'), deadline: '2.5' });
    expect(chosen.order).toMatchObject({
      target: 'https://example.com/x',
      secretId: 'any',
      expectations: { deadlineMs: 2500 },
    });
    expect(read({ signing: signing('github', 'theirs') }).order?.secretId).toBe('mine');
  });

  it('are none without a scheme that signs or a secret for it', () => {
    expect(read({ signing: null }).order).toBeNull();
    expect(read({ signing: signing('gone') }).order).toBeNull();
    const cannotSign = surroundings.schemes.find(({ canSign }) => !canSign);
    expect(cannotSign).toBeDefined();
    expect(read({ signing: signing(cannotSign?.id ?? '') }).order).toBeNull();
    const without = { ...surroundings, secrets: [secret('theirs', 'stripe')] };
    expect(readForm({ ...emptyForm, signing: signing('github') }, without).order).toBeNull();
  });

  it('say what is wrong with them', () => {
    for (const target of ['', 'example.com', 'ftp://example.com/', 'http://', 'javascript:alert(1)']) {
      expect(read({ target }), target).toEqual({ problems: { target: 'Not an http or https URL' }, order: null });
    }
    for (const deadline of ['0', '-1', '301', 'soon', '1e9', '1,5']) {
      expect(read({ deadline }).problems.deadline, deadline).toMatch(/^Seconds/);
      expect(read({ deadline }).order).toBeNull();
    }
    for (const deadline of ['', ' 300 ', '.5', '0.001']) expect(read({ deadline }).problems, deadline).toEqual({});
  });

  it('give a signed URL and a verify token only where the scheme has them', () => {
    const of = (scheme: string) =>
      readForm(
        { ...emptyForm, signing: signing(scheme, '', 'https://public.example/'), verifyToken: 'told-you' },
        surroundings,
      ).order;
    const plain = of('github');
    expect([plain?.signedUrl, plain?.expectations.verifyToken]).toEqual([null, null]);
    const signsUrl = surroundings.schemes.find((each) => each.signsUrl && each.canSign);
    expect(of(signsUrl?.id ?? '')?.signedUrl).toBe('https://public.example/');
    const withToken = surroundings.schemes.filter(hasVerifyToken).map(({ id }) => id);
    expect(withToken.toSorted()).toEqual(['ebay', 'meta-whatsapp']);
    expect(of('meta-whatsapp')?.expectations.verifyToken).toBe('told-you');
  });
});
