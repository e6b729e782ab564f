import { useEffect, useState } from 'react';
import type { Recipe } from '../../../../core/signature/recipe.ts';
import { parseTemplate } from '../../../../core/signature/template.ts';
import { Button, CopyButton, InlineNotice } from '../../ui/index.ts';
import { adviceOn } from './advice.ts';
import { algorithmName } from './choices.ts';
import { contentWords } from './content-words.ts';
import { type Example, exampleOf } from './example.ts';
import { type RecipeForm, sendsSecret } from './recipe-form.ts';

export interface PreviewProps {
  /** null: the form is not yet a recipe. */
  readonly recipe: Recipe | null;
  readonly set: (patch: Partial<RecipeForm>) => void;
}

/** The recipe in words, with a request as the sender would make it. */
export function Preview({ recipe, set }: PreviewProps) {
  const example = useExample(recipe);
  if (recipe === null) {
    return (
      <section className="scheme-panel" aria-label="What it says">
        <h4>What it says</h4>
        <p className="field-hint">Fill the form in, and an example of a signed request appears here.</p>
      </section>
    );
  }
  const template = parseTemplate(recipe.signed);
  const tones = { never: 'fail', weak: 'warn', note: 'neutral' } as const;
  return (
    <section className="scheme-panel" aria-label="What it says">
      <h4>What it says</h4>
      <p>{inWords(recipe)}</p>
      {sendsSecret(recipe.algorithm) || !template.ok ? null : (
        <p>
          Signed: <strong>{contentWords(template.value)}</strong>.
        </p>
      )}
      {adviceOn(recipe).map(({ kind, text, fix }) => (
        <InlineNotice
          key={text}
          tone={tones[kind]}
          {...(fix === undefined
            ? {}
            : {
                actions: (
                  <Button size="small" onPress={() => set(fix.patch)}>
                    {fix.label}
                  </Button>
                ),
              })}
        >
          {text}
        </InlineNotice>
      ))}
      {example === null ? null : <ExampleRequest example={example} />}
    </section>
  );
}

function inWords({ algorithm, signature, timestamp }: Recipe): string {
  const where = { header: 'the header', json: 'the JSON field', form: 'the form field' }[signature.in];
  const names = signature.names.join(' or ');
  const encoded = algorithm === 'token' ? '' : ` in ${signature.encoding}`;
  const time =
    timestamp === undefined
      ? ''
      : timestamp.toleranceSeconds === null
        ? ` The timestamp may be of any age.`
        : ` The timestamp may be ${timestamp.toleranceSeconds} s old.`;
  return `${algorithmName(algorithm)}${encoded}, in ${where} ${names}.${time}`;
}

function ExampleRequest({ example }: { readonly example: Example }) {
  return (
    <>
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
    </>
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
