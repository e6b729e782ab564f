import { type ProviderFacts, providerInfo } from './provider-facts.ts';
import type { DetectRule, Metadata, Scheme } from './scheme.ts';

/** What a file under `schemes/` says of a sender whose requests cannot be checked. */
export interface UncheckableSchemeInput extends ProviderFacts {
  readonly id: string;
  readonly name: string;
  readonly docs: string | null;
  readonly notes: readonly string[];
  readonly detect: readonly DetectRule[];
  readonly metadata: Metadata;
  /** `unsigned-scheme`: there is no signature. `unresolved-scheme`: there is one, and how it is made is not known. */
  readonly reason: 'unsigned-scheme' | 'unresolved-scheme';
  readonly confirmed?: boolean;
}

/** A scheme that never verifies and cannot sign: it tells the user who sent the request, and why there is no verdict. */
export function uncheckableScheme(input: UncheckableSchemeInput): Scheme {
  const { id, name, docs, notes, detect, metadata, reason, confirmed = true } = input;
  return {
    id,
    name,
    kind: 'none',
    info: {
      id,
      name,
      kind: 'none',
      headers: [],
      canSign: false,
      docs,
      signsUrl: false,
      secretHint: 'No secret is used.',
      notes,
      confirmed,
      ...providerInfo(input, metadata, undefined),
    },
    detect,
    metadata,
    mechanism: {
      strength: 'none',
      signatureHeaders: [],
      judge: () => ({ status: 'unchecked', reason, detail: null, secretId: null }),
      sign: null,
    },
    companions: [],
  };
}
