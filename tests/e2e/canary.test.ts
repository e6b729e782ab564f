import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { strictUtf8Text } from '../../src/core/bytes.ts';
import type { CommandName, Input, Output } from '../../src/core/contract.ts';
import { plainPolicy } from '../../src/core/deliver/provider-policy.ts';
import { CATCH_ALL_ENDPOINT_ID } from '../../src/core/endpoint.ts';
import { curlCommand } from '../../src/core/http/curl.ts';
import { codeLanguages } from '../../src/core/verification-code/code-language.ts';
import { runCli } from '../support/cli.ts';
import { unwrap } from '../support/engine.ts';
import { filesWith, holds, processesWith } from '../support/find-text.ts';
import { programUrl } from '../support/programs.ts';
import { startTarget } from '../support/target.ts';
import { tempDir } from '../support/temp-dir.ts';
import { type RunningWebHost, startWebHost } from '../support/web-host.ts';

/**
 * Marked texts are put wherever a user or a sender puts a secret, everything that works with them is done once, and then every
 * file, every log, every answer and every process of the machine is searched for them. What may hold which is the list below.
 */

const canary = (what: string): string => `CANARY-${what}-${randomUUID()}`;

/** Never anywhere but sealed. */
const secrets = {
  signing: canary('signing-secret'),
  other: canary('another-endpoint-secret'),
  deleted: canary('deleted-secret'),
  pasted: canary('pasted-secret'),
  handshake: canary('verify-token'),
  passphrase: canary('vault-passphrase'),
};
/** What a sender sent: in the history and in what the user saves of it, never in a log or a redacted export. */
const sent = { header: canary('authorization'), query: canary('query'), body: canary('body') };
/** Of the redacted kinds; a body is what a request is about and stays. */
const redacted = [sent.header, sent.query];
const tunnelName = `canary-${randomUUID()}`;

/** The host's stream of events, and every answer, as bytes. */
interface Overheard {
  readonly answers: Buffer[];
  readonly events: Buffer[];
  call<K extends CommandName>(name: K, input: Input<K>): Promise<Output<K>>;
}

async function overhear(host: RunningWebHost): Promise<Overheard> {
  const { host: address, origin, hash } = new URL(host.url);
  const socket = new WebSocket(`ws://${address}/bridge`, ['hookproof', hash.slice('#token='.length)], { origin });
  const answers: Buffer[] = [];
  const events: Buffer[] = [];
  socket.on('message', (data: Buffer) => events.push(data));
  await once(socket, 'open');
  onTestFinished(() => socket.terminate());
  return {
    answers,
    events,
    async call(name, input) {
      const output = await host.call(name, input);
      answers.push(Buffer.from(JSON.stringify(output) ?? ''));
      return output;
    },
  };
}

function signedWith(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

it('secrets are found nowhere but sealed, and what was captured only where the user keeps it', async () => {
  const home = await tempDir();
  const dataDir = join(home, 'data');
  const cwd = join(home, 'cwd');
  await mkdir(cwd);
  const passphraseFile = join(home, 'passphrase');
  await writeFile(passphraseFile, `${secrets.passphrase}\n`, { mode: 0o600 });
  const env = { HOOKPROOF_LOG: 'trace', HOOKPROOF_VAULT_PASSPHRASE_FILE: passphraseFile };
  const host = await startWebHost({ dataDir, cwd, env, preload: programUrl('crash-on-request') });
  onTestFinished(() => {
    host.process.kill('SIGKILL');
  });
  const token = new URL(host.url).hash.slice('#token='.length);
  const overheard = await overhear(host);
  const { call } = overheard;
  const target = await startTarget();
  const exports: string[] = [];

  // Secrets in, one out again; a tunnel by its name, towards nobody.
  const addSecret = async (value: string, scheme: string): Promise<string> => {
    const input = { endpointId: CATCH_ALL_ENDPOINT_ID, label: scheme, scheme, value };
    return unwrap(await call('secrets.add', input)).id;
  };
  const signing = await addSecret(secrets.signing, 'github');
  const changed = await addSecret(secrets.deleted, 'stripe');
  unwrap(await call('secrets.update', { id: changed, value: secrets.other }));
  const gone = await addSecret(secrets.deleted, 'github');
  unwrap(await call('secrets.delete', { id: gone }));
  await call('settings.update', { patch: { tunnel: { host: 'http://127.0.0.1:1', name: tunnelName } } });
  await call('tunnel.start', null);

  // Two deliveries: one verified, one that fails.
  const body = JSON.stringify({ id: 'evt_1', note: sent.body });
  const deliver = async (signature: string): Promise<void> => {
    const headers = {
      Authorization: `Bearer ${sent.header}`,
      'Content-Type': 'application/json',
      'X-GitHub-Event': 'push',
      'X-Hub-Signature-256': signature,
    };
    const reply = await fetch(`${host.captureUrl}/in?api_key=${sent.query}`, { method: 'POST', headers, body });
    expect(reply.status).toBe(200);
    expect(holds(Buffer.from(await reply.arrayBuffer()), 'CANARY')).toBe(false);
  };
  await deliver(signedWith(secrets.signing, body));
  await deliver(signedWith(`${secrets.other}\n`, body));
  const verdictOf = async (id: number): Promise<string | undefined> =>
    unwrap(await call('captures.get', { id })).verdicts[0]?.status;
  await expect.poll(() => verdictOf(1)).toBe('verified');
  await expect.poll(() => verdictOf(2)).toBe('failed');

  // Everything that computes with a secret.
  for (const id of [1, 2]) unwrap(await call('captures.explain', { id, scheme: 'github' }));
  unwrap(await call('captures.diagnose', { run: 'd', id: 2, scheme: 'github' }));
  const request = {
    method: 'POST',
    url: 'http://127.0.0.1/in',
    headers: [['X-Hub-Signature-256', signedWith(` ${secrets.pasted}`, 'x')]] as const,
    body: Buffer.from('x'),
  };
  const pasted = { kind: 'pasted', value: secrets.pasted } as const;
  unwrap(await call('signatures.check', { run: 'c', request, scheme: 'github', secrets: [pasted], nowMs: null }));
  await call('signatures.discover', {
    run: 's',
    requests: [{ kind: 'pasted', request }],
    secret: pasted,
    url: null,
    ignoreCatalogue: true,
  });
  const resigned = { scheme: 'github', secretId: signing, signedUrl: null };
  for (const chosen of [null, resigned]) {
    unwrap(await call('send.replay', { captureId: 1, url: target.url, signing: chosen }));
  }
  const draft = unwrap(await call('captures.draft', { id: 1, target: target.url, resign: true }));
  unwrap(await call('send.draft', { draft, origin: { kind: 'replay', captureId: 1, mode: 'edited' } }));
  const signedDraft = unwrap(await call('drafts.sign', { draft }));
  exports.push(unwrap(curlCommand(signedDraft)));
  unwrap(await call('deliveries.start', { draft, scheme: 'github', policy: plainPolicy, speed: 100 }));
  await call('audits.run', {
    run: 'a',
    target: target.url,
    scheme: 'github',
    secretId: signing,
    requestFrom: { kind: 'capture', id: 1 },
    signedUrl: null,
    expectations: { duplicates: 'accept', deadlineMs: 3000, timing: false, verifyToken: secrets.handshake },
  });
  unwrap(
    await call('keys.newPair', { endpointId: CATCH_ALL_ENDPOINT_ID, scheme: 'discord', label: 'p', identifier: null }),
  );

  // Every way out.
  for (const format of ['json', 'junit', 'html'] as const) {
    exports.push(unwrap(await call('audits.export', { run: 'a', format })).text);
  }
  for (const language of codeLanguages) {
    const code = await call('schemes.code', { scheme: 'github', language });
    if (code.ok) exports.push(code.value.text);
  }
  const { id: collection } = unwrap(await call('collections.create', { name: 'Kept' }));
  unwrap(await call('collections.saveItem', { id: collection, itemId: null, name: 'One', draft }));
  const given = unwrap(await call('collections.export', { id: collection, includeSensitive: false })).text;
  for (const text of redacted) expect(holds(Buffer.from(given), text)).toBe(false);
  exports.push(given);
  await call('log.rendererError', { pane: 'p', name: 'n', stack: 's' });

  // While it runs: argument lists and environments of every process.
  const everything = [...Object.values(secrets), ...Object.values(sent), token];
  if (process.platform === 'linux') expect(everything.flatMap(processesWith)).toEqual([]);

  // Its threads end, then the process itself, neither in order.
  host.process.send?.('crash-workers');
  await expect.poll(() => host.written().errors).toMatch(/storage|worker/i);
  const exited = once(host.process, 'exit');
  host.process.send?.('abort');
  const [, signal] = await exited;
  expect(signal).toBe('SIGABRT');

  // The command line, on what is left.
  const data = ['--data', dataDir];
  const raw = join(home, 'raw');
  const secretFile = join(home, 'secret');
  await writeFile(secretFile, secrets.other);
  const shown = await runCli(['show', '2', '--raw', ...data], { env });
  await writeFile(raw, shown.stdout);
  const runs = [
    await runCli(['list', '--json', ...data], { env }),
    await runCli(['show', '2', '--json', ...data], { env }),
    await runCli(['verify', '--scheme', 'github', '--request', raw, '--secret-file', secretFile, '--json'], { env }),
    await runCli(['serve', `--secret=${secrets.signing}`], { env }),
    await runCli(['verify', '--secret-file', secrets.signing, '--request', raw], { env }),
  ];
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 1, 2, 2]);

  const { out, errors } = host.written();
  const places: readonly (readonly [string, Buffer])[] = [
    ['standard output', Buffer.from(out)],
    ['standard error', Buffer.from(errors)],
    ['answers', Buffer.concat(overheard.answers)],
    ['events', Buffer.concat(overheard.events)],
    ['exports', Buffer.from(exports.join('\n'))],
    ['command line', Buffer.concat(runs.map(({ stdout }) => stdout))],
    ['command line’s errors', Buffer.from([shown, ...runs].map(({ stderr }) => stderr).join('\n'))],
  ];
  const found = (text: string): string[] => [
    ...places.filter(([, bytes]) => holds(bytes, text)).map(([place]) => place),
    ...filesWith(text, dataDir).map((file) => file.replace(/-[0-9a-f]{8}(?=\.json$)/, '')),
    // A core dump is all the memory there was; whether the system writes one is its user's to say (docs/security.md).
    ...filesWith(text, cwd).filter((file) => !/^core(\.\d+)?$/.test(file)),
  ];
  const isHistory = (place: string): boolean => /^history\.db(-wal|-shm)?$/.test(place);
  const besidesHistory = (text: string): string[] => found(text).filter((place) => !isHistory(place));

  for (const [what, text] of Object.entries(secrets)) expect([what, found(text)]).toEqual([what, []]);
  for (const text of redacted) {
    expect(found(text).some(isHistory)).toBe(true);
    // The user's own copy of a request, in the data folder and as a command to paste, is whole.
    expect(besidesHistory(text)).toEqual(['answers', 'events', 'exports', 'command line', 'collections/kept.json']);
  }
  expect(besidesHistory(sent.body)).toEqual(['answers', 'events', 'exports', 'collections/kept.json']);
  expect(found(token)).toEqual(['standard output', 'web-url']);
  expect(out.split(token)).toHaveLength(2);
  expect(besidesHistory(tunnelName)).toEqual(expect.arrayContaining(['settings.json']));

  // What was sealed is there all the same.
  const again = await startWebHost({ dataDir, env });
  expect(unwrap(await again.call('secrets.reveal', { id: signing })).value).toBe(secrets.signing);
  expect(
    strictUtf8Text(
      unwrap(await again.call('captures.bytes', { id: 1, part: 'body', offset: 0, maxBytes: 1000 })).bytes,
    ),
  ).toBe(body);
  // In order this time: the token is gone with its host.
  expect(await again.stop()).toBe(0);
  expect(existsSync(join(dataDir, 'web-url'))).toBe(false);
});
