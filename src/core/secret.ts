/** What the screen may know of a secret without asking for it to be revealed. */
export interface SecretInfo extends Validity {
  readonly id: string;
  readonly endpointId: string;
  readonly label: string;
  /** The only scheme this secret is tried with; null: any. */
  readonly scheme: string | null;
  /** Bullets and, for secrets of 12 characters or more, the last two characters. */
  readonly masked: string;
  readonly length: number;
  /** `locked`: stored, but the machine's key store cannot open it now. It is kept. */
  readonly state: 'ready' | 'locked';
  /** How it is protected at rest, in the user's words ("macOS Keychain", "vault file, mode 0600"). */
  readonly protection: string;
  readonly createdAt: number;
}

/** When a secret is in use, ms since the epoch; null: without that bound. It begins with `validFrom` and ends before `validUntil`. */
export interface Validity {
  readonly validFrom: number | null;
  readonly validUntil: number | null;
}

export type ValidityState = 'valid' | 'early' | 'expired';

export function validityAt({ validFrom, validUntil }: Validity, atMs: number): ValidityState {
  if (validUntil !== null && atMs >= validUntil) return 'expired';
  return validFrom !== null && atMs < validFrom ? 'early' : 'valid';
}

/**
 * Stands for the scheme of a secret that no signature is checked with: the token by which a provider proves in a handshake
 * that it was told of the endpoint, or which the endpoint proves itself with.
 */
export const VERIFY_TOKEN = 'verify-token';

/** `whsec_…` as `••••••••3f`: bullets do not tell the length, which `SecretInfo.length` says on purpose. */
export function maskSecret(value: string): string {
  return value.length >= 12 ? `••••••••${value.slice(-2)}` : '••••••••';
}
