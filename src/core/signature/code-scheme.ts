import type { KeyKind } from './crypto-port.ts';
import type { PublicForm } from './new-key-pair.ts';
import { type ProviderFacts, providerInfo } from './provider-facts.ts';
import type { DetectRule, Mechanism, Metadata, Scheme } from './scheme.ts';
import type { KeyPairInfo } from './scheme-info.ts';

/** What a file under `schemes/` says of a provider whose way of signing is code. */
export interface CodeSchemeInput extends ProviderFacts {
  readonly id: string;
  readonly name: string;
  readonly docs: string | null;
  readonly secretHint: string;
  readonly notes: readonly string[];
  /** Names of the headers that belong to the signature besides those that carry it, in the provider's case. */
  readonly headers?: readonly string[];
  readonly signsUrl?: boolean;
  readonly mechanism: Mechanism;
  readonly detect: readonly DetectRule[];
  readonly metadata?: Partial<Metadata>;
  readonly confirmed?: boolean;
  readonly identifier?: readonly string[];
  /** Whether nothing can be signed or checked without the identifier. */
  readonly identifierRequired?: boolean;
  readonly keyPair?: KeyKind;
  readonly publicForm?: PublicForm;
}

export function codeScheme(input: CodeSchemeInput): Scheme {
  const { id, name, docs, secretHint, notes, mechanism, detect } = input;
  const metadata: Metadata = { eventType: [], deliveryId: [], ...input.metadata };
  const kind = mechanism.strength === 'token' ? 'token' : 'code';
  const headers = [...mechanism.signatureHeaders, ...(input.headers ?? [])].map((header) => header.toLowerCase());
  return {
    id,
    name,
    kind,
    info: {
      id,
      name,
      kind,
      headers: [...new Set(headers)],
      canSign: mechanism.sign !== null,
      docs,
      signsUrl: input.signsUrl ?? false,
      secretHint,
      notes,
      confirmed: input.confirmed ?? true,
      ...providerInfo(input, metadata, undefined),
      ...(input.keyPair === undefined ? {} : { keyPair: keyPairInfo(input.keyPair, input) }),
    },
    detect,
    metadata,
    mechanism,
    companions: [],
    ...(input.identifier === undefined ? {} : { identifier: input.identifier }),
    ...(input.keyPair === undefined ? {} : { keyPair: input.keyPair }),
    ...(input.publicForm === undefined ? {} : { publicForm: input.publicForm }),
  };
}

function keyPairInfo(kind: KeyKind, { identifier, identifierRequired }: CodeSchemeInput): KeyPairInfo {
  const [name] = identifier ?? [];
  if (name === undefined) return { kind, identifier: null };
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return { kind, identifier: { name: words, required: identifierRequired ?? false } };
}
