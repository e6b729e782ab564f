import type { DiagnosisEvidence } from '../../../../core/diagnosis/diagnosis.ts';
import { contentWords } from '../../../../core/signature/content-words.ts';
import type { RecipeInput } from '../../../../core/signature/recipe.ts';
import { parseTemplate } from '../../../../core/signature/template.ts';
import { useAppState } from '../../store/context.tsx';

import { ComparedContents } from './ComparedContents.tsx';
import { clockWords } from './diagnosis-words.ts';
import { SecretEvidence } from './SecretEvidence.tsx';
import { UrlDifference } from './UrlDifference.tsx';

/** What a diagnosis rests on, part by part. */
export function CauseEvidence({ evidence }: { readonly evidence: DiagnosisEvidence }) {
  const { compared, urls, clock, scheme, recipe, secret, secretId } = evidence;
  const schemeName = useAppState((state) => state.schemes.find((each) => each.id === scheme)?.name ?? scheme);
  return (
    <>
      {secret === null && (secretId === null || compared !== null || urls !== null || clock !== null) ? null : (
        <SecretEvidence evidence={evidence} />
      )}
      {scheme === null ? null : (
        <p className="compared-row">
          <span className="compared-label">right under</span>
          <strong>{schemeName}</strong>
        </p>
      )}
      {recipe === null || scheme !== null ? null : (
        <p className="compared-row">
          <span className="compared-label">right as</span>
          <span className="compared-value">{signedWords(recipe)}</span>
        </p>
      )}
      {urls === null ? null : <UrlDifference received={urls.received} signed={urls.signed} />}
      {compared === null ? null : <ComparedContents compared={compared} />}
      {clock === null ? null : (
        <ul className="clock-evidence">
          {clockWords(clock).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Not the recipe's whole sentence, whose schema the screen does without at its start: what is signed, and how. */
function signedWords({ algorithm, signed = '{body}' }: RecipeInput): string {
  const template = parseTemplate(signed);
  return `${algorithm.toUpperCase()} over ${template.ok ? contentWords(template.value) : signed}`;
}
