import { sign } from '../../../core/signature/sign.ts';
import { nodeCrypto } from '../../crypto/node-crypto.ts';
import type { Workers } from '../../engine.ts';
import { createSender } from '../../replay/sender.ts';
import { knownSchemes, type SchemeOptions, schemeFor } from './known-schemes.ts';
import { complainOf, EXIT, type ExitCode, misuse, terminalSafe, writeJsonLine, writeOut } from './output.ts';
import { requestDraft } from './request-draft.ts';
import { readSecret, type SecretOptions, secretMisuse } from './secret-source.ts';

export interface SendOptions extends SecretOptions, SchemeOptions {
  readonly request: string;
  readonly to: string;
  readonly resign: boolean;
  readonly timeout: number;
  readonly insecure: boolean;
  /** The target, which is not this machine, is meant. */
  readonly yes: boolean;
  readonly json: boolean;
}

/** `hookproof send`: one raw request to a URL, exactly as it stands or signed anew. Any reply is success. */
export async function send(options: SendOptions, workers: Workers): Promise<ExitCode> {
  const wrong = secretMisuse(options, options.request) ?? resignMisuse(options);
  if (wrong !== null) return misuse(wrong);
  const request = await requestDraft(options.request, options.to);
  if (!request.ok) return complainOf(request.failure, EXIT.usage);
  let { draft } = request.value;
  let signedWith: string | null = null;
  if (options.resign) {
    const schemes = await knownSchemes(options, workers);
    if (!schemes.ok) return complainOf(schemes.failure, EXIT.usage);
    const named = schemeFor(options.scheme ?? null, schemes.value);
    if (!named.ok) return complainOf(named.failure, EXIT.usage);
    const scheme = named.value;
    if (scheme === null) return misuse(RESIGN_NEEDS);
    const secret = await readSecret(options);
    if (!secret.ok) return complainOf(secret.failure, EXIT.usage);
    if (secret.value === null) return complainOf({ code: 'secret-missing' }, EXIT.usage);
    const { method, url, headers, body } = draft;
    const unsigned = { method, target: request.value.target, url, headers, body };
    const signed = sign(scheme, unsigned, secret.value, Date.now(), nodeCrypto);
    if (!signed.ok) return complainOf(signed.failure);
    draft = { ...draft, url: signed.value.url ?? draft.url, headers: signed.value.headers, body: signed.value.body };
    signedWith = scheme.id;
  }
  const sender = createSender({ isOwnControlPort: () => false, confirmedOrigins: { has: () => options.yes } });
  const sent = await sender.send(draft, {
    timeoutMs: options.timeout,
    verifyTls: !options.insecure,
    origin: { kind: 'forge' },
    signedWith,
  });
  if (!sent.ok) return complainOf(sent.failure);
  const { outcome, reply, replyBody, durationMs } = sent.value;
  if (outcome.kind === 'failed' || reply === null) {
    return outcome.kind === 'failed' ? complainOf(outcome.failure) : EXIT.failed;
  }
  if (options.json) {
    const { status, headers: replyHeaders, bodyBytes } = reply;
    await writeJsonLine({ status, headers: replyHeaders, bodyBytes, durationMs });
    return EXIT.ok;
  }
  await writeOut(
    `HTTP/${reply.httpVersion} ${reply.status} ${terminalSafe(reply.reason)}  (${durationMs.toFixed(0)} ms)\n`,
  );
  for (const [name, value] of reply.headers) await writeOut(`${terminalSafe(`${name}: ${value}`)}\n`);
  const text = new TextDecoder().decode(replyBody);
  await writeOut(`\n${text}\n`);
  return EXIT.ok;
}

const RESIGN_NEEDS = '--resign needs --scheme ID or --recipe FILE, and --secret-file FILE or --secret-env NAME.';

function resignMisuse(options: SendOptions): string | null {
  const { resign, scheme, recipe, data, secretFile, secretEnv } = options;
  if (resign) return scheme === undefined && recipe === undefined ? RESIGN_NEEDS : null;
  const isNamed = [scheme, recipe, data, secretFile, secretEnv].some((option) => option !== undefined);
  return isNamed
    ? 'Without --resign the request goes out as it stands: add --resign, or leave the scheme and secret out.'
    : null;
}
