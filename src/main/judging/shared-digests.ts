import { sameBytes } from '../../core/bytes.ts';
import type { CryptoPort, HashName } from '../../core/signature/crypto-port.ts';

/** Computes each HMAC once within one `during`, whichever of a request's candidates asks for it. */
export interface SharedDigests {
  readonly crypto: CryptoPort;
  during<T>(judging: () => T): T;
}

interface Computed {
  readonly name: HashName;
  readonly key: Uint8Array;
  readonly parts: readonly Uint8Array[];
  readonly digest: Uint8Array;
}

/**
 * Brands of one wire format differ in name and notes, and sign the same bytes with the same secret. One port for good, since
 * keys are held by it; what it remembers of a request goes with the request.
 */
export function sharedDigests(crypto: CryptoPort): SharedDigests {
  let computed: Computed[] | null = null;
  return {
    crypto: {
      ...crypto,
      hmac(name, key, parts) {
        const known = computed?.find((one) => one.name === name && isSame(one.key, key) && areSame(one.parts, parts));
        if (known !== undefined) return known.digest;
        const digest = crypto.hmac(name, key, parts);
        computed?.push({ name, key, parts, digest });
        return digest;
      },
    },
    during(judging) {
      computed = [];
      try {
        return judging();
      } finally {
        computed = null;
      }
    },
  };
}

/** The body is one array for all candidates: only short pieces are compared byte by byte. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || (a.length <= MAX_COMPARED_BYTES && sameBytes(a, b));
}

const MAX_COMPARED_BYTES = 256;

function areSame(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
  return a.length === b.length && a.every((part, index) => isSame(part, b[index] ?? part));
}
