import { describe, expect, it } from 'vitest';
import { startEngine, unwrap } from '../../support/engine.ts';
import { startKeyHost } from '../../support/key-host.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { deliver } from './replying.ts';

const HOST = 'sns.eu-west-1.amazonaws.com';
const QUERY = '/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:us-east-1:1:t&Token=23%2b';

function subscription(url: string) {
  const type = 'SubscriptionConfirmation';
  return {
    headers: [['x-amz-sns-message-type', type]],
    body: JSON.stringify({
      Type: type,
      MessageId: 'm',
      Token: 't',
      TopicArn: 'arn:aws:sns:us-east-1:1:t',
      SubscribeURL: url,
    }),
  } as const;
}

describe('a subscription', () => {
  it('is confirmed by its URL when the user says so, and not before', async () => {
    const host = await startKeyHost();
    const engine = await startEngine(await tempDir(), { keyNetwork: host.network });
    const { reply, capture } = await deliver(engine, '/', subscription(`https://${HOST}${QUERY}`));
    expect([reply.status, capture.replyLabel]).toEqual([200, 'Amazon SNS subscription waits for your confirmation']);
    expect(host.asked).toEqual([]);

    const confirm = () => engine.handlers['endpoints.confirmSubscription']({ captureId: capture.id });
    host.answers.set(QUERY, { status: 403, body: 'Token expired' });
    expect(await confirm()).toEqual({
      ok: false,
      failure: { code: 'not-confirmed', host: HOST, cause: 'status', detail: '403' },
    });
    host.answers.set(QUERY, { body: '<ConfirmSubscriptionResponse/>' });
    unwrap(await confirm());
    expect(host.asked).toEqual([`${HOST} ${QUERY}`, `${HOST} ${QUERY}`]);
    const after = unwrap(await engine.handlers['captures.get']({ id: capture.id }));
    expect(after.replyLabel).toBe('Amazon SNS subscription confirmed');
  });

  it('follows no redirect', async () => {
    const host = await startKeyHost();
    const engine = await startEngine(await tempDir(), { keyNetwork: host.network });
    const { capture } = await deliver(engine, '/', subscription(`https://${HOST}/a`));
    host.answers.set('/a', { status: 302, headers: { Location: `https://${HOST}/b` }, body: '' });
    const refused = await engine.handlers['endpoints.confirmSubscription']({ captureId: capture.id });
    expect(refused).toMatchObject({ ok: false, failure: { cause: 'status', detail: '302' } });
    expect(host.asked).toEqual([`${HOST} /a`]);
  });

  it.each([
    'https://evil.example/',
    `http://${HOST}/`,
    `https://${HOST}:8443/`,
    `https://${HOST}.evil.example/`,
    `https://user@${HOST}/`,
    `https://evil.example/?${HOST}`,
    `https://evil.example#@${HOST}/`,
    'https://127.0.0.1/',
    'https://sns.us-east-1.amazonaws.com@169.254.169.254/',
    'file:///etc/passwd',
  ])('that leads to %s is not opened', async (url) => {
    const host = await startKeyHost();
    const engine = await startEngine(await tempDir(), { keyNetwork: host.network });
    const { capture } = await deliver(engine, '/', subscription(url));
    const refused = await engine.handlers['endpoints.confirmSubscription']({ captureId: capture.id });
    expect(refused).toMatchObject({ ok: false, failure: { code: 'not-confirmed', cause: 'foreign-host' } });
    expect(host.asked).toEqual([]);
  });

  it('is asked for by no other capture', async () => {
    const engine = await startEngine(await tempDir());
    const { capture } = await deliver(engine, '/', { body: '{"Type":"Notification","SubscribeURL":"https://x"}' });
    const refused = await engine.handlers['endpoints.confirmSubscription']({ captureId: capture.id });
    expect(refused).toMatchObject({ ok: false, failure: { code: 'invalid-input' } });
    expect(await engine.handlers['endpoints.confirmSubscription']({ captureId: 99 })).toMatchObject({
      ok: false,
      failure: { code: 'not-found' },
    });
  });
});
