import { performance } from 'node:perf_hooks';
import type { DeliveryRun } from '../../../core/deliver/delivery-run.ts';
import type { DeliveryPolicy } from '../../../core/deliver/policy.ts';
import type { Speed } from '../../../core/deliver/speed.ts';
import type { Draft } from '../../../core/draft/draft.ts';
import type { Failure } from '../../../core/failure.ts';
import { templates } from '../../../core/forge/templates.ts';
import { targetOfUrl } from '../../../core/http/message.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import type { Scheme } from '../../../core/signature/scheme.ts';
import { sign } from '../../../core/signature/sign.ts';
import { nodeCrypto } from '../../crypto/node-crypto.ts';
import { waitFor } from '../../deliver/deliveries.ts';
import { runBurst } from '../../deliver/run-burst.ts';
import { runDelivery } from '../../deliver/run-delivery.ts';
import type { Workers } from '../../engine.ts';
import { createSender } from '../../replay/sender.ts';
import { jsonTimeline, sayBurst, textTimeline } from './delivery-lines.ts';
import { deliveryPolicy } from './delivery-policy.ts';
import { knownSchemes, type SchemeOptions, schemeFor } from './known-schemes.ts';
import { complainOf, EXIT, type ExitCode, misuse } from './output.ts';
import { invalidTarget, requestDraft } from './request-draft.ts';
import { readSecret, type SecretOptions, secretMisuse } from './secret-source.ts';
import { untilStopped } from './stopping.ts';

export interface DeliverOptions extends SecretOptions, SchemeOptions {
  readonly to: string;
  readonly request?: string;
  readonly template?: string;
  /** A scheme's id, or a JSON file. */
  readonly policy?: string;
  readonly speed: Speed;
  readonly burst?: number;
  readonly concurrency: number;
  readonly insecure: boolean;
  /** The target, which is not this machine, is meant. */
  readonly yes: boolean;
  readonly json: boolean;
}

/** What is delivered, and as what. */
interface Order {
  readonly draft: Draft;
  readonly scheme: Scheme | null;
  readonly policy: DeliveryPolicy;
  readonly sign: (draft: Draft) => Result<Draft, Failure>;
}

/** `hookproof deliver`: one event as its provider would bring it, or many at once. 0: it was taken; 1: it was not. */
export async function deliver(options: DeliverOptions, workers: Workers): Promise<ExitCode> {
  const wrong = secretMisuse(options, options.request) ?? sourceMisuse(options);
  if (wrong !== null) return misuse(wrong);
  const order = await orderOf(options, workers);
  if (!order.ok) return complainOf(order.failure, EXIT.usage);
  const sender = createSender({
    isOwnControlPort: () => false,
    confirmedOrigins: { has: () => options.yes },
    ...(options.burst === undefined ? {} : { maxReplyBytes: 16 * 1024 }),
  });
  const allowed = await sender.check(order.value.draft, order.value.policy.deadlineMs);
  if (!allowed.ok) return complainOf(allowed.failure);
  const abort = new AbortController();
  void untilStopped().then(() => {
    abort.abort();
    sender.close();
  });
  const common = {
    id: 'cli',
    ...order.value,
    sender,
    keep: async () => ok(null),
    crypto: nodeCrypto,
    now: Date.now,
    signal: abort.signal,
  };
  const { policy } = order.value;
  if (options.burst !== undefined) {
    const { burst: count, concurrency } = options;
    const { repeat, deadlineMs, verifyTls } = policy;
    const ended = await runBurst({
      ...common,
      plan: { count, concurrency, repeat, deadlineMs, verifyTls },
      monotonicMs: () => performance.now(),
      changed: () => undefined,
    });
    return sayBurst(ended, options.json);
  }
  const say = options.json ? jsonTimeline() : textTimeline();
  let saying: Promise<void> = Promise.resolve();
  const run = await runDelivery({
    ...common,
    speed: options.speed,
    wait: waitFor,
    changed(changed) {
      saying = saying.then(() => say(changed));
    },
  });
  await saying;
  return endOf(run);
}

function sourceMisuse({ request, template, burst, speed }: DeliverOptions): string | null {
  if ((request === undefined) === (template === undefined)) return 'Give --request FILE or --template ID.';
  return burst !== undefined && speed !== 1 ? '--speed divides the waits of a delivery; a burst has none.' : null;
}

async function orderOf(options: DeliverOptions, workers: Workers): Promise<Result<Order, Failure>> {
  const schemes = await knownSchemes(options, workers);
  if (!schemes.ok) return schemes;
  const source = await sourceOf(options);
  if (!source.ok) return source;
  const scheme = schemeFor(
    options.scheme ?? (options.recipe === undefined ? source.value.scheme : null),
    schemes.value,
  );
  if (!scheme.ok) return scheme;
  const policy = await deliveryPolicy(options.policy ?? null, scheme.value, schemes.value, options.insecure);
  if (!policy.ok) return policy;
  const secret = await readSecret(options);
  if (!secret.ok) return secret;
  if (secret.value !== null && scheme.value === null) {
    return fail({ code: 'invalid-input', field: '--scheme', problem: 'say which one the secret is for' });
  }
  return ok({
    draft: source.value.draft,
    scheme: scheme.value,
    policy: policy.value,
    sign: signer(scheme.value, secret.value),
  });
}

async function sourceOf({
  request,
  template: id,
  to,
}: DeliverOptions): Promise<Result<{ readonly draft: Draft; readonly scheme: string | null }, Failure>> {
  if (request !== undefined) {
    const read = await requestDraft(request, to);
    return read.ok ? ok({ draft: read.value.draft, scheme: null }) : read;
  }
  const template = templates.find((one) => one.id === id);
  if (template === undefined) return fail({ code: 'not-found', what: 'template' });
  const { method, headers, scheme } = template;
  const draft: Draft = { method, url: to, headers, body: new TextEncoder().encode(template.body), signing: null };
  const invalid = invalidTarget(draft);
  return invalid === null ? ok({ draft, scheme }) : fail(invalid);
}

/** Without a secret every attempt goes out as the request stands. */
function signer(scheme: Scheme | null, secret: string | null): Order['sign'] {
  if (scheme === null || secret === null) return ok;
  return (draft) => {
    const { method, url, headers, body } = draft;
    const request = { method, target: targetOfUrl(url), url, headers, body };
    const signed = sign(scheme, request, secret, Date.now(), nodeCrypto);
    if (!signed.ok) return signed;
    return ok({ ...draft, url: signed.value.url ?? url, headers: signed.value.headers, body: signed.value.body });
  };
}

function endOf({ state }: DeliveryRun): ExitCode {
  if (state.kind !== 'ended') throw new Error('a delivery has ended when it is over');
  if (state.failure !== null) return complainOf(state.failure);
  return state.outcome === 'succeeded' ? EXIT.ok : EXIT.failed;
}
