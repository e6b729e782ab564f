import { concatBytes } from '../bytes.ts';
import type { SignedRequest } from '../signature/request-parts.ts';
import type { ContentCodec } from './body-forms/body-form.ts';
import { bodyForms } from './body-forms/body-forms.ts';
import type { Change, Variant } from './change.ts';
import type { Cause } from './diagnosis.ts';

/** The forms that a body may have had when it was signed, made once and only as far as they are asked for. */
export interface BodyVariants {
  /** Those for which the body need not be parsed: up to the empty one. */
  cheap(): Iterable<Variant<Uint8Array>>;
  /** All that are left. */
  rest(): Iterable<Variant<Uint8Array>>;
  /** Those that were made, as far as they are kept. */
  known(): readonly Variant<Uint8Array>[];
  /** Serialised again, and a newline after it, as some languages write it. */
  withNewline(): Iterable<Variant<Uint8Array>>;
}

/** Forms of a larger body are made, tried and dropped: pairs of changes are not tried on them. */
const MAX_KEPT_BYTES = 96 * 1024 * 1024;

const prices: Readonly<Partial<Record<Cause, number>>> = {
  'body-newline': 1,
  'body-reserialised': 1,
  'body-charset': 2,
  'body-decoded': 2,
  'body-empty': 2,
  'body-truncated': 4,
};

export function bodyVariants({ body, headers }: SignedRequest, codec: ContentCodec): BodyVariants {
  const kept: Variant<Uint8Array>[] = [];
  let keptBytes = 0;
  const forms = bodyForms(body, headers, codec);
  let index = 0;
  function* until(last: Cause | null): Generator<Variant<Uint8Array>> {
    for (let next = forms.next(); next.done !== true; next = forms.next()) {
      const { cause, form, bytes } = next.value;
      const price = (prices[cause] ?? 2) + Math.min(3, Math.floor(index++ / 24));
      const variant = { value: bytes, changes: [{ cause, note: form, evidence: {} }], price };
      if (keptBytes + bytes.length <= MAX_KEPT_BYTES) {
        kept.push(variant);
        keptBytes += bytes.length;
      }
      yield variant;
      if (cause === last) return;
    }
  }
  function* withNewline(): Generator<Variant<Uint8Array>> {
    const newline: Change = { cause: 'body-newline', note: 'a line feed after it', evidence: {} };
    for (const { value, changes, price } of kept) {
      if (changes.some(({ cause }) => cause !== 'body-reserialised')) continue;
      yield { value: concatBytes([value, Uint8Array.of(0x0a)]), changes: [...changes, newline], price: price + 1 };
    }
  }
  return { cheap: () => until('body-empty'), rest: () => until(null), known: () => kept, withNewline };
}
