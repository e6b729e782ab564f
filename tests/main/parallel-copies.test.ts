import { expect, it } from 'vitest';
import { captureUrl, startEngine } from '../support/engine.ts';
import { tempDir } from '../support/temp-dir.ts';

it('a hundred copies of one delivery at once are a row each, numbered as attempts of it', async () => {
  const engine = await startEngine(await tempDir());
  const url = `${await captureUrl(engine)}/hook`;
  const headers = {
    'Content-Type': 'application/json',
    'X-GitHub-Event': 'push',
    'X-GitHub-Delivery': 'one-delivery',
    'X-Hub-Signature-256': `sha256=${'0'.repeat(64)}`,
  };
  const replies = await Promise.all(
    Array.from({ length: 100 }, () => fetch(url, { method: 'POST', headers, body: '{}' })),
  );
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
  const attempts = async (): Promise<readonly (number | null)[]> => {
    const { rows } = await engine.handlers['captures.list']({ filter: {}, before: null, limit: 200 });
    expect(rows).toHaveLength(100);
    return rows.map(({ deliveryAttempt }) => deliveryAttempt).sort((a, b) => (a ?? 0) - (b ?? 0));
  };
  await expect.poll(attempts, { timeout: 15_000 }).toEqual(Array.from({ length: 100 }, (_, at) => at + 1));
});
