import type { HeaderList } from '../http/headers.ts';
import type { Result } from '../result.ts';
import type { CryptoPort, KeyKind } from './crypto-port.ts';
import type { KeySource } from './key-source.ts';
import type { PublicForm } from './new-key-pair.ts';
import type { RecipeInput } from './recipe.ts';
import type { SignedRequest } from './request-parts.ts';
import type { SchemeInfo } from './scheme-info.ts';
import type { Verdict, VerdictEvidence } from './verdict.ts';

export interface CandidateSecret {
  readonly id: string;
  /** Text as the user pasted it. */
  readonly value: string;
}

/** A provider's way of signing. A recipe and a scheme in code look the same from outside. */
export interface Scheme {
  readonly id: string;
  readonly name: string;
  readonly kind: SchemeInfo['kind'];
  readonly info: SchemeInfo;
  /** Any one of them fitting offers the scheme; empty: never detected, only chosen. */
  readonly detect: readonly DetectRule[];
  readonly metadata: Metadata;
  readonly mechanism: Mechanism;
  /** Equal for schemes that read and compute the same, whatever they are called; absent where that cannot be told. */
  readonly wireFormat?: string;
  /** The scheme as data, the preferred recipe first; absent where code has a part in it. */
  readonly recipes?: readonly [RecipeInput, ...RecipeInput[]];
  /** The same also where code only says in which forms the URL is signed: what a diagnosis may change a part of. */
  readonly searchable?: readonly [RecipeInput, ...RecipeInput[]];
  /** Schemes whose signature the provider sends beside this one: signed again with it where the request has them. */
  readonly companions: readonly Scheme[];
  /** What is pasted in front of the secret, by the names that test vectors give it ("apiKey"); see `identifiedSecret`. */
  readonly identifier?: readonly string[];
  /** The key pair that test requests are signed with; absent where sender and receiver share a secret. */
  readonly keyPair?: KeyKind;
  /** How the provider shows the public half; absent: as PEM. */
  readonly publicForm?: PublicForm;
}

/** How much a match says about the sender. Detection offers the stronger of two present signatures first. */
export type Strength = 'none' | 'token' | 'legacy' | 'full';

export interface Mechanism {
  readonly strength: Strength;
  /** Names of the headers that carry the signature, in the provider's case. Empty where it stands in the body. */
  readonly signatureHeaders: readonly string[];
  /** Never throws. With `evidence` it also collects what the outcome rests on; the outcome is the same. */
  judge(
    request: SignedRequest,
    secrets: readonly CandidateSecret[],
    nowMs: number,
    crypto: CryptoPort,
    evidence: EvidenceSink | null,
  ): Outcome;
  /** Absent, or null for a request: the provider's key cannot be fetched without an account, or there is none. */
  readonly keySource?: (request: SignedRequest) => KeySource | null;
  /** null: requests of this scheme cannot be signed here. */
  readonly sign:
    | ((request: SignedRequest, secret: string, nowMs: number, crypto: CryptoPort) => Result<SignedParts, SignProblem>)
    | null;
}

/** What signing changed. Body and URL only where the signature stands in them. */
export interface SignedParts {
  readonly headers: HeaderList;
  readonly url?: string;
  readonly body?: Uint8Array;
}

export type Outcome = Omit<Verdict, 'scheme'>;

export interface EvidenceSink {
  evidence: VerdictEvidence | null;
}

/** `missing`: a part the scheme signs and the request lacks ("the header x-id"). `secret`: a clause: "it is not base64". */
export type SignProblem =
  | { readonly kind: 'missing'; readonly part: string }
  | { readonly kind: 'secret'; readonly problem: string };

/** All conditions of a rule have to hold. */
export type DetectRule = readonly DetectCondition[];

export type DetectCondition =
  | {
      readonly header: string /** Linear in the value's length: senders choose the value. */;
      readonly pattern?: RegExp;
    }
  | { readonly noHeader: string }
  | { readonly query: string }
  | { readonly noQuery: string }
  | { readonly json: string }
  /** A field of a form body. */
  | { readonly form: string };

/** Where event type and delivery id stand; the first source that has a value gives it. */
export interface Metadata {
  readonly eventType: readonly MetadataSource[];
  readonly deliveryId: readonly MetadataSource[];
  /**
   * Where the id is that of a call, a message or a record, and several events of it are sent: what tells those apart, each
   * of them added to the id. Without it a second event would be taken for a retry of the first.
   */
  readonly apartBy?: readonly MetadataSource[];
}

export type MetadataSource =
  | { readonly header: string }
  /** A dotted path. */
  | { readonly json: string }
  | { readonly form: string }
  /** A form field that holds JSON, and a dotted path in it. */
  | { readonly formJson: string; readonly path: string };
