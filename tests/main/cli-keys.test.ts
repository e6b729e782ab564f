import { spawn } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { withFetchedKey } from '../../src/main/hosts/cli/fetched-keys.ts';
import { codeSamples } from '../support/code-samples.ts';
import { keyFixtures, startKeyHost } from '../support/key-host.ts';
import { programUrl } from '../support/programs.ts';
import { judge, post, scheme, signed } from '../support/signing.ts';
import { tempDir } from '../support/temp-dir.ts';

const cli = fileURLToPath(programUrl('cli'));

function hookproof(...args: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args]);
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
    child.stdin.end();
  });
}

describe('hookproof keys new', () => {
  it('writes the private half to a file of this user’s and the public one as the provider shows it', async () => {
    const file = join(await tempDir(), 'key');
    const { code, out, err } = await hookproof('keys', 'new', '--scheme', 'discord', '--secret-file', file);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^[0-9a-f]{64}\n$/);
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
    const secret = (await readFile(file, 'utf8')).trimEnd();
    expect(judge('discord', signed('discord', secret), [out.trim()]).status).toBe('verified');
  });

  it('writes every form of the public half as JSON', async () => {
    const file = join(await tempDir(), 'key');
    const args = ['--scheme', 'paypal', '--identifier', 'WH123', '--secret-file', file, '--json'];
    const { code, out } = await hookproof('keys', 'new', ...args);
    expect(code).toBe(0);
    const { forms } = JSON.parse(out);
    expect(forms.map(({ form }: { form: string }) => form)).toEqual(['pem', 'jwk', 'jwks', 'base64']);
    const secret = await readFile(file, 'utf8');
    expect(secret).toMatch(/^WH123\n-----BEGIN PRIVATE KEY-----\n/);
    expect(out).not.toContain('PRIVATE');
    const sent = signed('paypal', secret, post());
    expect(judge('paypal', sent, [`WH123\n${forms[0].text}`]).status).toBe('verified');
  });

  it('never writes over a file, and says what is wrong', async () => {
    const dir = await tempDir();
    const file = join(dir, 'key');
    await writeFile(file, 'precious');
    const again = await hookproof('keys', 'new', '--scheme', 'wise', '--secret-file', file);
    expect(again).toMatchObject({ code: 1, out: '' });
    expect(again.err).toContain('there already');
    expect(await readFile(file, 'utf8')).toBe('precious');
    for (const [id, code, words] of [
      ['github', 2, 'shared secret'],
      ['paypal', 2, 'webhook id'],
      ['nothing', 2, 'no scheme'],
    ] as const) {
      const run = await hookproof('keys', 'new', '--scheme', id, '--secret-file', join(dir, id));
      expect(run, id).toMatchObject({ code, out: '', err: expect.stringContaining(words) });
      await expect(stat(join(dir, id)), id).rejects.toThrow('ENOENT');
    }
    const nowhere = await hookproof('keys', 'new', '--scheme', 'wise', '--secret-file', join(dir, 'no', 'key'));
    expect(nowhere).toMatchObject({ code: 1, err: expect.stringContaining('ENOENT') });
  });
});

describe('verify --fetch-keys', () => {
  const nowMs = Date.now();
  const sample = codeSamples['aws-sns'];
  if (sample === undefined) throw new Error('no sample');
  const sent = signed('aws-sns', keyFixtures.signer, sample.request, nowMs);

  it('checks with what the provider publishes, where nothing else is there to check with', async () => {
    const { network, answers, asked } = await startKeyHost();
    answers.set('/SimpleNotificationService-1.pem', { body: keyFixtures.sns });
    const sns = scheme('aws-sns');
    const secrets = await withFetchedKey(sns, sent, [], { nowMs, network });
    const values = secrets.map(({ value }) => value);
    expect(judge('aws-sns', sent, values, nowMs).status).toBe('verified');
    const given = [{ id: 'secret', value: keyFixtures.sns }];
    expect(await withFetchedKey(sns, sent, given, { nowMs, network })).toBe(given);
    expect(await withFetchedKey(scheme('github'), sent, given, { nowMs, network })).toBe(given);
    expect(asked).toHaveLength(1);
  });

  it('goes on without a key that did not come', async () => {
    const { network } = await startKeyHost();
    expect(await withFetchedKey(scheme('aws-sns'), sent, [], { nowMs, network })).toEqual([]);
  });

  it('is for one request', async () => {
    const run = await hookproof('verify', '--ndjson', '--fetch-keys');
    expect(run).toMatchObject({ code: 2, err: expect.stringContaining('--fetch-keys') });
  });
});
