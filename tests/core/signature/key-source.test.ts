import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '../../../src/core/bytes.ts';
import type { HeaderList } from '../../../src/core/http/headers.ts';
import { withPublishedKey } from '../../../src/core/signature/key-source.ts';
import { schemes } from '../../../src/core/signature/registry.ts';
import type { SignedRequest } from '../../../src/core/signature/verify.ts';
import { verify } from '../../../src/core/signature/verify.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';
import { codeSamples } from '../../support/code-samples.ts';
import { judge, NOW, post, scheme, signed } from '../../support/signing.ts';

const sourceOf = (id: string, request: SignedRequest) => scheme(id).mechanism.keySource?.(request) ?? null;
const sns = (url: string) => ({ ...post(), body: utf8Bytes(JSON.stringify({ SigningCertURL: url })) });
const paypal = (...urls: readonly string[]) => post(urls.map((url): HeaderList[number] => ['PAYPAL-CERT-URL', url]));

describe('where a key can be fetched', () => {
  it('is known for the schemes whose provider gives it to everybody', () => {
    const ids = schemes.filter(({ mechanism }) => mechanism.keySource !== undefined).map(({ id }) => id);
    expect(ids.sort()).toEqual(['aws-sns', 'fal', 'google-chat', 'google-pubsub', 'paypal', 'travis']);
  });

  it.each(['aws-sns', 'fal', 'google-chat', 'google-pubsub', 'paypal', 'travis'])(
    'of %s lies on its own host',
    (id) => {
      const sample = codeSamples[id];
      if (sample === undefined) throw new Error(`no sample of ${id}`);
      const source = sourceOf(id, signed(id, sample.secret, sample.request));
      const { protocol, hostname, port, search } = new URL(source?.url ?? '');
      expect({ protocol, port, search }).toEqual({ protocol: 'https:', port: '', search: '' });
      if (typeof source?.host === 'string') expect(hostname).toBe(source.host);
      else expect(hostname).toMatch(source?.host ?? /^$/);
    },
  );

  it('is never another host, path or port than the provider’s', () => {
    const good = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0a1b.pem';
    expect(sourceOf('aws-sns', sns(good))?.url).toBe(good);
    for (const url of [
      good.replace('https', 'http'),
      good.replace('.com/', '.com.evil.example/'),
      good.replace('https://', 'https://evil.example/'),
      good.replace('https://', 'https://evil.example@'),
      good.replace('.com/', '.com:8443/'),
      good.replace('.com/', '.com\\@evil.example/'),
      good.replace('sns.', 's3.'),
      good.replace('Simple', '../Simple'),
      `${good}?Action=GetEndpointAttributes`,
      `${good}#x.pem`,
      'https://sns.eu-west-1.amazonaws.com/anything.pem',
    ]) {
      expect(sourceOf('aws-sns', sns(url)), url).toBeNull();
    }
    const cert = 'https://api.paypal.com/v1/notifications/certs/CERT-360caa42';
    expect(sourceOf('paypal', paypal(cert))?.url).toBe(cert);
    expect(sourceOf('paypal', paypal(cert.replace('api.', 'api.sandbox.')))).not.toBeNull();
    for (const url of [
      cert.replace('api.', 'www.'),
      cert.replace('paypal.com', 'paypal.com.evil.example'),
      `${cert}/../x`,
    ]) {
      expect(sourceOf('paypal', paypal(url)), url).toBeNull();
    }
    expect(sourceOf('paypal', paypal(cert, `${cert}1`))).toBeNull();
    expect(sourceOf('google-pubsub', post())).toBeNull();
  });
});

describe('a published key', () => {
  it('stands behind the identifier that the user stored', () => {
    const sample = codeSamples.paypal;
    if (sample === undefined || sample.publicSecret === null) throw new Error('no sample');
    const [id = '', ...pem] = sample.publicSecret.split('\n');
    const key = { id: 'published', value: pem.join('\n') };
    const sent = signed('paypal', sample.secret, sample.request);
    const source = sourceOf('paypal', sent);
    if (source === null) throw new Error('no place');
    const judged = (secrets: readonly string[]) => {
      const stored = secrets.map((value, index) => ({ id: `s${index}`, value }));
      const all = withPublishedKey(source, stored, key, nodeCrypto);
      return verify(scheme('paypal'), sent, all, NOW, nodeCrypto);
    };
    expect(judged([id])).toMatchObject({ status: 'verified', secretId: 's0' });
    expect(judged(['WHother', id])).toMatchObject({ status: 'verified', secretId: 's1' });
    expect(judged(['WHother'])).toMatchObject({ status: 'failed', reason: 'signature-mismatch' });
    expect(judged([])).toMatchObject({ status: 'unchecked', reason: 'no-secret' });
    expect(judge('paypal', sent, [id])).toMatchObject({
      status: 'unchecked',
      reason: 'key-unavailable',
      detail: source.url,
    });
  });

  it('counts alone where nothing has to be added to it, and only for the audience that was', () => {
    const sample = codeSamples['google-pubsub'];
    if (sample === undefined || sample.publicSecret === null) throw new Error('no sample');
    const sent = signed('google-pubsub', `my-audience\n${sample.secret}`, sample.request);
    const source = sourceOf('google-pubsub', sent);
    if (source === null) throw new Error('no place');
    const key = { id: 'published', value: sample.publicSecret };
    const judged = (...values: readonly string[]) => {
      const stored = values.map((value) => ({ id: 's', value }));
      return verify(scheme('google-pubsub'), sent, withPublishedKey(source, stored, key, nodeCrypto), NOW, nodeCrypto);
    };
    expect(judged('my-audience')).toMatchObject({ status: 'verified', secretId: 's' });
    expect(judged()).toMatchObject({ status: 'failed', reason: 'claim-mismatch' });
    expect(judged('another')).toMatchObject({ status: 'failed', reason: 'claim-mismatch' });
    expect(judge('google-pubsub', sent, ['my-audience'])).toMatchObject({ reason: 'key-unavailable' });
  });
});
