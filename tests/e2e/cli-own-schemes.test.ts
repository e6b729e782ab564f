import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serialiseSchemes } from '../../src/core/signature/own-recipe-file.ts';
import { type RecipeInput, recipeSchema } from '../../src/core/signature/recipe.ts';
import { runCli } from '../support/cli.ts';
import { startTarget } from '../support/target.ts';
import { tempDir } from '../support/temp-dir.ts';
import { startWebHost } from '../support/web-host.ts';

const SECRET = 'acme-secret';
const BODY = '{"event":"order.paid"}';
const AT = 1_760_000_000;

const recipe: RecipeInput = {
  algorithm: 'hmac-sha256',
  signature: { names: ['X-Acme-Signature'], prefix: 'v1=', encoding: 'base64' },
  signed: '{ts}:{body}',
  timestamp: { in: 'header', name: 'X-Acme-Timestamp', toleranceSeconds: 300 },
};

const macOf = (at: number | string) => createHmac('sha256', SECRET).update(`${at}:${BODY}`).digest('base64');
const request = [
  'POST /hook HTTP/1.1',
  `X-Acme-Signature: v1=${macOf(AT)}`,
  `X-Acme-Timestamp: ${AT}`,
  `Content-Length: ${BODY.length}`,
  '',
  BODY,
].join('\r\n');

const line = {
  id: 1,
  secret: SECRET,
  headers: { 'X-Acme-Signature': `v1=${macOf(AT)}`, 'X-Acme-Timestamp': String(AT) },
  body: Buffer.from(BODY).toString('base64'),
  now: AT,
};

const env = { ACME: SECRET };
const verifyArgs = ['verify', '--secret-env', 'ACME', '--request', '-', '--at', String(AT), '--json'];
const json = (out: Buffer) => JSON.parse(out.toString());

async function exported(count = 1): Promise<string> {
  const file = join(await tempDir(), 'acme.hookproof-scheme.json');
  const scheme = { name: 'Acme', recipe: recipeSchema.parse(recipe) };
  await writeFile(file, serialiseSchemes(Array.from({ length: count }, () => scheme)));
  return file;
}

describe('schemes of the user’s own on the command line', () => {
  it('are listed, checked, signed with and sent by their id while the app runs', async () => {
    const data = await tempDir();
    const host = await startWebHost({ dataDir: data });
    try {
      const saved = await host.call('recipes.save', { id: null, name: 'Acme', recipe });
      if (!saved.ok) throw new Error(JSON.stringify(saved.failure));
      const { id } = saved.value;

      const list = await runCli(['schemes', '--json', '--data', data]);
      expect(list.code).toBe(0);
      expect(json(list.stdout)[0]).toEqual({
        id,
        name: 'Acme',
        kind: 'recipe',
        headers: ['x-acme-signature', 'x-acme-timestamp'],
        canSign: true,
        confirmed: true,
      });
      expect((await runCli(['schemes', '--data', data])).stdout.toString()).toContain(`${id}  Acme\n`);

      const options = { stdin: request, env };
      const named = await runCli([...verifyArgs, '--scheme', id, '--data', data], options);
      expect(named.code).toBe(0);
      expect(json(named.stdout)).toMatchObject({ status: 'verified', scheme: id });
      const detected = await runCli([...verifyArgs, '--data', data], options);
      expect(json(detected.stdout)).toMatchObject({ status: 'verified', scheme: id });
      const home = { ...env, XDG_DATA_HOME: await tempDir() };
      const unknown = await runCli([...verifyArgs, '--scheme', id], { stdin: request, env: home });
      expect(unknown.code).toBe(2);
      expect(unknown.stderr).toContain(`There is no scheme “${id}”.`);

      const stdin = `${JSON.stringify({ ...line, scheme: id })}\n`;
      const lines = await runCli(['verify', '--ndjson', '--data', data], { stdin });
      expect(json(lines.stdout)).toMatchObject({ id: 1, status: 'verified', scheme: id });
      const signed = await runCli(['sign', '--ndjson', '--data', data], { stdin });
      expect(json(signed.stdout).headers).toContainEqual(['X-Acme-Signature', `v1=${macOf(AT)}`]);

      const target = await startTarget({ status: 202 });
      const send = ['send', '--resign', '--secret-env', 'ACME', '--request', '-', '--to', target.url];
      expect(await runCli([...send, '--scheme', id, '--data', data], options)).toMatchObject({ code: 0, stderr: '' });
      const [received] = target.requests;
      expect(received?.header('x-acme-signature')).toBe(`v1=${macOf(received?.header('x-acme-timestamp') ?? '')}`);
    } finally {
      await host.stop();
    }
  });

  it('work from an exported file, without a data folder', async () => {
    const file = await exported();
    const home = await tempDir();
    const options = { stdin: request, env: { ...env, XDG_DATA_HOME: home } };
    const checked = await runCli([...verifyArgs, '--recipe', file], options);
    expect(checked.code).toBe(0);
    expect(json(checked.stdout)).toMatchObject({ status: 'verified', scheme: 'own-file' });
    const wrong = await runCli([...verifyArgs, '--recipe', file], {
      ...options,
      stdin: request.replace('order.paid', 'order.gone'),
    });
    expect(wrong.code).toBe(1);
    const words = await runCli([...verifyArgs.slice(0, -1), '--recipe', file], options);
    expect(words.stdout.toString()).toMatch(/^Verified \(Acme\)\./);

    const stdin = `${JSON.stringify(line)}\n`;
    const lines = await runCli(['verify', '--ndjson', '--recipe', file], { ...options, stdin });
    expect(json(lines.stdout)).toMatchObject({ id: 1, status: 'verified', scheme: 'own-file' });
    const signed = await runCli(['sign', '--ndjson', '--recipe', file], { ...options, stdin });
    expect(json(signed.stdout).headers).toContainEqual(['X-Acme-Signature', `v1=${macOf(AT)}`]);
    const target = await startTarget();
    const send = ['send', '--resign', '--secret-env', 'ACME', '--request', '-', '--to', target.url];
    expect(await runCli([...send, '--recipe', file], options)).toMatchObject({ code: 0, stderr: '' });
    const [received] = target.requests;
    expect(received?.header('x-acme-signature')).toBe(`v1=${macOf(received?.header('x-acme-timestamp') ?? '')}`);
    expect(existsSync(join(home, 'hookproof'))).toBe(false);
  });

  it('refuse a file that is no scheme or several, in words', async () => {
    const several = await runCli([...verifyArgs, '--recipe', await exported(2)], { stdin: request, env });
    expect(several.code).toBe(2);
    expect(several.stderr).toContain('it holds 2 schemes');
    const file = join(await tempDir(), 'x.json');
    await writeFile(file, '{"hookproof":"scheme","version":1,"name":"Acme","recipe":{"algorithm":"md5"}}');
    const invalid = await runCli([...verifyArgs, '--recipe', file], { stdin: request, env });
    expect(invalid.code).toBe(2);
    expect(invalid.stderr).toContain('recipe.algorithm is not a known algorithm');
    const both = await runCli([...verifyArgs, '--recipe', file, '--scheme', 'github'], { stdin: request, env });
    expect(both.code).toBe(2);
    expect(both.stderr).toContain('leave --scheme out');
    expect((await runCli([...verifyArgs, '--recipe', `${file}.gone`], { stdin: request, env })).code).toBe(2);
  });

  it('are none where there is no data folder, and none is made', async () => {
    const home = await tempDir();
    const data = join(home, 'gone');
    const named = await runCli(['schemes', '--json', '--data', data]);
    expect(named).toMatchObject({ code: 0, stderr: '' });
    expect(json(named.stdout).some(({ id }: { id: string }) => id.startsWith('own-'))).toBe(false);
    const usual = await runCli(['schemes', '--json'], { env: { XDG_DATA_HOME: home, HOME: home, APPDATA: home } });
    expect(usual.stdout.equals(named.stdout)).toBe(true);
    expect(existsSync(data) || existsSync(join(home, 'hookproof'))).toBe(false);
  });

  it('say when the data folder cannot be read', async () => {
    const data = await tempDir();
    await writeFile(join(data, 'history.db'), 'no database');
    const { code, stdout, stderr } = await runCli(['schemes', '--json', '--data', data]);
    expect(code).toBe(1);
    expect(stderr).not.toBe('');
    expect(json(stdout).length).toBeGreaterThan(200);
  });
});
