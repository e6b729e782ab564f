import type { KeyKind } from './crypto-port.ts';

/** What the screen and the command line list of a scheme. */
export interface SchemeInfo {
  readonly id: string;
  readonly name: string;
  readonly kind: 'recipe' | 'code' | 'token' | 'none';
  /** Lower-case names of the headers that carry the signature and what belongs to it. */
  readonly headers: readonly string[];
  readonly canSign: boolean;
  readonly docs: string | null;
  /** Whether the signed content holds the request URL. */
  readonly signsUrl: boolean;
  /** What to paste as the secret, one sentence. */
  readonly secretHint: string;
  /** Known weaknesses and traps, one sentence each. */
  readonly notes: readonly string[];
  /** False where the catalogue knows the scheme only from memory or could not resolve it. */
  readonly confirmed: boolean;
  /** Absent where sender and receiver share a secret. */
  readonly keyPair?: KeyPairInfo;
}

/** What test requests of a scheme are signed with. */
export interface KeyPairInfo {
  readonly kind: KeyKind;
  /** What is pasted in front of the key ("webhook id"), and whether nothing is signed without it; null: nothing. */
  readonly identifier: { readonly name: string; readonly required: boolean } | null;
}

/** A scheme's id as lists show it: what is known of it only by hearsay says so. */
export function schemeHint({ id, confirmed }: Pick<SchemeInfo, 'id' | 'confirmed'>): string {
  return confirmed ? id : `${id} · unconfirmed`;
}
