import { describe, expect, it } from 'vitest';
import { latin1Text, utf8Bytes } from '../../../src/core/bytes.ts';
import { withNewDeliveryId } from '../../../src/core/signature/new-delivery-id.ts';

const crypto = { randomBytes: (length: number) => new Uint8Array(length).fill(7) };
const ID = `hookproof_${'07'.repeat(12)}`;
const scheme = { metadata: { deliveryId: [{ header: 'X-Id' }, { json: 'data.id' }], eventType: [] } };
const request = (body: string, headers: readonly (readonly [string, string])[] = []) => ({
  headers,
  body: utf8Bytes(body),
});

describe('a new delivery id', () => {
  it('takes the place of the old one wherever there is one, and leaves every other byte', () => {
    const made = withNewDeliveryId(
      request('{ "a":1,"data":{"id":"old"} }', [
        ['x-ID', 'old'],
        ['B', 'b'],
      ]),
      scheme,
      crypto,
      false,
    );
    expect(latin1Text(made.body)).toBe(`{ "a":1,"data":{"id":"${ID}"} }`);
    expect(made.headers.map(([, value]) => value)).toEqual([ID, 'b']);
  });

  it('stays a number where it was one', () => {
    const made = withNewDeliveryId(request('{"data":{"id":12}}'), scheme, crypto, false);
    expect(latin1Text(made.body)).toBe('{"data":{"id":7007007}}');
  });

  it('is added to no place that was empty, but to the body where the delivery has to be another one', () => {
    const given = request('{"a":1}');
    expect(withNewDeliveryId(given, scheme, crypto, false)).toEqual(given);
    expect(latin1Text(withNewDeliveryId(given, scheme, crypto, true).body)).toContain(ID);
    expect(withNewDeliveryId(request('no JSON'), scheme, crypto, true)).toEqual(request('no JSON'));
  });
});
