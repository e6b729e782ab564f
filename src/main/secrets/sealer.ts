import type { Failure } from '../../core/failure.ts';
import type { Result } from '../../core/result.ts';

/**
 * Protects secrets at rest. Electron's host gives one over the system's key store, the other hosts a vault file. A
 * sealed secret names the backend that sealed it; another backend's cannot be opened and stays as it is ("locked").
 */
export interface SecretSealer {
  /** In the user's words: "macOS Keychain", "vault file, mode 0600". */
  readonly description: string;
  seal(text: string): Promise<Result<SealedSecret, Failure>>;
  /**
   * Fails with `secret-locked` (label empty: the caller knows it) when this machine cannot open it now. `renew` gets the same
   * secret sealed anew when its key has been replaced by a better one, to be stored in the place of the old.
   */
  open(sealed: SealedSecret, renew?: (fresh: SealedSecret) => Promise<unknown>): Promise<Result<string, Failure>>;
}

export interface SealedSecret {
  readonly sealed: Uint8Array;
  readonly backend: string;
}
