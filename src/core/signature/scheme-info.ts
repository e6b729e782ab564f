import type { KeyKind } from './crypto-port.ts';
import type { Delivery, Handshake } from './delivery.ts';
import type { SdkFacts } from './sdk-difference.ts';

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
  /** null: nothing is known of it. */
  readonly delivery: Delivery | null;
  /** What the provider asks while an endpoint is set up; null: nothing that is known. */
  readonly handshake: Handshake | null;
  /** What official libraries make of some requests otherwise. */
  readonly sdk: readonly SdkFacts[];
  readonly fields: FieldPlaces;
  /** Absent where sender and receiver share a secret. */
  readonly keyPair?: KeyPairInfo;
}

/** Where a provider writes what describes a delivery, the preferred place first: "header X-GitHub-Event", "type in the body". */
export interface FieldPlaces {
  readonly eventType: readonly string[];
  readonly deliveryId: readonly string[];
  /** null: the scheme reads none. */
  readonly timestamp: string | null;
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
