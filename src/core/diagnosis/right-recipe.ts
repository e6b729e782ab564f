import { type RecipeInput, recipeSchema } from '../signature/recipe.ts';
import type { Computation } from './algorithms.ts';
import type { Change, Variant } from './change.ts';
import type { SignedTemplate } from './contents.ts';
import type { Stamp } from './timestamps.ts';

/** What of a proved hypothesis a recipe can say. */
interface Signed {
  readonly template: Variant<SignedTemplate>;
  readonly stamp: Variant<Stamp>;
  readonly computation: Variant<Computation>;
}

/** The recipe under which the signature is right; null where the scheme's own is, and where no recipe can say it. */
export function rightRecipe(
  chosen: RecipeInput,
  { template, stamp, computation }: Signed,
  changes: readonly Change[],
): RecipeInput | null {
  const written = changes.find(({ cause }) => cause === 'encoding' || cause === 'scheme-other');
  if (written !== undefined && (written.evidence.recipe ?? null) === null) return null;
  let changed: RecipeInput = written?.evidence.recipe ?? chosen;
  if (template.changes.length > 0) changed = { ...changed, signed: template.value.text };
  if (computation.changes.length > 0) {
    if (computation.value.algorithm === null) return null;
    changed = { ...changed, algorithm: computation.value.algorithm };
  }
  const reading = changes.find(({ cause }) => cause === 'secret-encoding')?.evidence.secret;
  if (reading?.readAs) {
    const encoding = { text: 'utf8', hex: 'hex', base64: 'base64' }[reading.readAs.right] as
      | 'utf8'
      | 'hex'
      | 'base64'
      // The record has no other values, and undefined for a reading that recipes cannot say.
      | undefined;
    if (encoding === undefined || reading.before.includes('the prefix')) return null;
    const { before } = reading;
    changed = { ...changed, secret: { encoding, ...(before.length === 0 ? {} : { strip: [...before] }) } };
  }
  const { header, text } = stamp.value;
  if (header !== null && text !== null) {
    const unit = /^\d{10}$/.test(text)
      ? 's'
      : /^\d{13}$/.test(text)
        ? 'ms'
        : text.includes('GMT')
          ? 'http-date'
          : 'iso';
    const toleranceSeconds = chosen.timestamp === undefined ? 300 : chosen.timestamp.toleranceSeconds;
    changed = { ...changed, timestamp: { in: 'header', name: header, unit, toleranceSeconds } };
  }
  return changed !== chosen && recipeSchema.safeParse(changed).success ? changed : null;
}
