import { useEffect, useState } from 'react';
import { contentWords } from '../../../../core/signature/content-words.ts';
import type { Recipe } from '../../../../core/signature/recipe.ts';
import { parseTemplate } from '../../../../core/signature/template.ts';
import { Button, CopyButton, formatDuration, InlineNotice } from '../../ui/index.ts';
import { type Advice, adviceOn } from './advice.ts';
import { algorithmName } from './choices.ts';
import { type Example, exampleOf } from './example.ts';
import { type RecipeForm, sendsSecret } from './recipe-form.ts';

export interface PreviewProps {
  /** null: the form is not yet a recipe. */
  readonly recipe: Recipe | null;
  /** The form has changed since, and something is wrong with it. */
  readonly isOld: boolean;
  readonly set: (patch: Partial<RecipeForm>) => void;
}

/** The recipe in words, and what is to be said against it. */
export function InWords({ recipe, isOld, set }: PreviewProps) {
  const template = recipe === null ? null : parseTemplate(recipe.signed);
  return (
    <section className="scheme-panel" aria-label="What it says">
      <h4>What it says</h4>
      {recipe === null ? (
        <p className="field-hint">Fill the form in, and it is put in words here.</p>
      ) : (
        <>
          {isOld ? <p className="field-hint">As the form was when it was last complete:</p> : null}
          <p>
            {algorithmName(recipe.algorithm)}
            {recipe.algorithm === 'token' ? '' : ` in ${recipe.signature.encoding}`}, in {places[recipe.signature.in]}{' '}
            <strong className="scheme-nobreak">{recipe.signature.names.join(' or ')}</strong>.
          </p>
          {sendsSecret(recipe.algorithm) || template?.ok !== true ? null : (
            <p>
              Signed: <strong>{contentWords(template.value)}</strong>.
            </p>
          )}
          {recipe.timestamp === undefined ? null : (
            <p>
              {recipe.timestamp.toleranceSeconds === null
                ? 'The timestamp may be of any age.'
                : `The timestamp may be ${formatDuration(recipe.timestamp.toleranceSeconds * 1000)} old.`}
            </p>
          )}
          {adviceOn(recipe).map((advice) => (
            <AdviceNotice key={advice.text} advice={advice} set={set} />
          ))}
        </>
      )}
    </section>
  );
}

const places = { header: 'the header', json: 'the JSON field', form: 'the form field' } as const;
const tones = { never: 'fail', weak: 'warn', note: 'neutral' } as const;

function AdviceNotice({ advice, set }: { readonly advice: Advice; readonly set: PreviewProps['set'] }) {
  const { kind, text, fix } = advice;
  return (
    <InlineNotice tone={tones[kind]}>
      <p>{text}</p>
      {fix === undefined ? null : (
        <Button size="small" className="scheme-fix" onPress={() => set(fix.patch)}>
          {fix.label}
        </Button>
      )}
    </InlineNotice>
  );
}

/** A request as the sender would make it. */
export function ExampleRequest({ recipe }: Pick<PreviewProps, 'recipe'>) {
  const example = useExample(recipe);
  if (example === null) return null;
  return (
    <section className="scheme-panel" aria-label="Example">
      <div className="scheme-panel-head">
        <h4>Example</h4>
        <CopyButton text={example.text} label="Copy the example request" />
      </div>
      <pre className="scheme-example" dir="ltr">
        {example.text.split('\n').map((line, index) =>
          line === example.line ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text, replaced as a whole.
            <mark key={index}>{`${line}\n`}</mark>
          ) : (
            `${line}\n`
          ),
        )}
      </pre>
      <p className="field-hint">
        {example.secret === null ? (
          'The signature is only described: none is made here.'
        ) : (
          <>
            Really signed, with the secret <code>{example.secret}</code>: your own code has to come to the same.
          </>
        )}
      </p>
    </section>
  );
}

function useExample(recipe: Recipe | null): Example | null {
  const [example, setExample] = useState<Example | null>(null);
  useEffect(() => {
    if (recipe === null) return;
    let left = false;
    void exampleOf(recipe, Date.now()).then((made) => {
      if (!left) setExample(made);
    });
    return () => {
      left = true;
    };
  }, [recipe]);
  return recipe === null ? null : example;
}
