import type { DeliveryPolicy, Repeat } from '../../core/deliver/policy.ts';
import type { Draft } from '../../core/draft/draft.ts';
import type { Failure } from '../../core/failure.ts';
import { ok, type Result } from '../../core/result.ts';
import type { CryptoPort } from '../../core/signature/crypto-port.ts';
import { withNewDeliveryId } from '../../core/signature/new-delivery-id.ts';
import { placeHeader } from '../../core/signature/recipe-sign.ts';
import type { Scheme } from '../../core/signature/scheme.ts';

/** A request twice: as it can be sent and signed again, and as it goes out now. */
export interface DeliveredRequest {
  readonly draft: Draft;
  readonly signed: Draft;
}

export interface RequestMaker {
  readonly draft: Draft;
  /** Where the delivery id stands; null: there is none to change. */
  readonly scheme: Scheme | null;
  readonly repeat: Repeat;
  readonly sign: (draft: Draft) => Result<Draft, Failure>;
  readonly crypto: CryptoPort;
}

/** Makes one request after another: what of them is the same is `repeat`. The first one always has the draft's own id. */
export function requestMaker(options: RequestMaker): () => Result<DeliveredRequest, Failure> {
  const { draft, scheme, repeat, sign, crypto } = options;
  let first: DeliveredRequest | null = null;
  return () => {
    if (first !== null && repeat === 'same-bytes') return ok(first);
    const isNew = first !== null && repeat === 'new-id' && scheme !== null;
    const unsigned = isNew ? withNewDeliveryId(draft, scheme, crypto, false) : draft;
    const signed = sign(unsigned);
    if (!signed.ok) return signed;
    const made = { draft: unsigned, signed: signed.value };
    first ??= made;
    return ok(made);
  };
}

/** The draft with the headers that the policy sets at the provider. */
export function withPolicyHeaders(draft: Draft, headers: DeliveryPolicy['headers']): Draft {
  const placed = headers.reduce((all, [name, value]) => placeHeader(all, name, value), draft.headers);
  return { ...draft, headers: placed };
}
