import { hexOf } from '../bytes.ts';
import { type HeaderList, sameHeaderName } from '../http/headers.ts';
import { withJsonValue } from '../json-splice.ts';
import type { CryptoPort } from './crypto-port.ts';
import { placeHeader } from './recipe-sign.ts';
import { jsonAt, MAX_JSON_BYTES, parseJson } from './request-parts.ts';
import type { Scheme } from './scheme.ts';

/** Whatever else tells deliveries apart where there is no id: handlers then go by the whole body. */
const OWN_ID = 'hookproof_audit_id';

/**
 * Where the scheme has a delivery id: a new one in each place that the request has filled. `isAnother`: it must differ from the
 * request as it was given, also where it has no such place. To be signed afterwards.
 */
export function withNewDeliveryId<R extends { readonly headers: HeaderList; readonly body: Uint8Array }>(
  request: R,
  scheme: Pick<Scheme, 'metadata'>,
  crypto: Pick<CryptoPort, 'randomBytes'>,
  isAnother: boolean,
): R {
  let { headers, body } = request;
  const random = crypto.randomBytes(12);
  const [first = 0, second = 0, third = 0] = random;
  const id = `hookproof_${hexOf(random)}`;
  for (const source of scheme.metadata.deliveryId) {
    if ('header' in source) {
      if (headers.some(([name]) => sameHeaderName(name, source.header)))
        headers = placeHeader(headers, source.header, id);
    } else if ('json' in source) {
      const old = jsonAt(parseJson(body, MAX_JSON_BYTES), source.json);
      // A number stays one: handlers put it into a column of numbers.
      const value = typeof old === 'number' ? first * 1_000_000 + second * 1000 + third : id;
      if (typeof old === 'string' || typeof old === 'number') body = withJsonValue(body, source.json, value) ?? body;
    }
  }
  const isSame = headers === request.headers && body === request.body;
  if (isSame && isAnother && body[0] === 0x7b) body = withJsonValue(body, OWN_ID, id) ?? body;
  return { ...request, headers, body };
}
