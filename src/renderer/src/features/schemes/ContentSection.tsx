import { useRef, useState } from 'react';
import { Button, classNames, Field } from '../../ui/index.ts';
import { FormSection } from './FormSection.tsx';
import { contentPresets } from './presets.ts';
import type { RecipeForm } from './recipe-form.ts';
import type { SchemeForm } from './scheme-form.ts';
import { rareTokens, type TokenHelp, usualTokens } from './token-help.ts';

/** What is signed, as a template: typed, put together from tokens, or one of the usual ones. */
export function ContentSection({ scheme: { form, set, errorOf } }: { readonly scheme: SchemeForm }) {
  const area = useRef<HTMLTextAreaElement>(null);
  const [all, setAll] = useState(false);
  const error = errorOf('signed');

  const insert = ({ text, fill }: TokenHelp) => {
    const { selectionStart: start = form.signed.length, selectionEnd: end = start } = area.current ?? {};
    const signed = form.signed.slice(0, start) + text + form.signed.slice(end);
    set({ signed, ...timestampFor(signed, form) });
    // After the new text is in the field: its name is selected to be typed over, or the caret stands behind it.
    requestAnimationFrame(() => {
      const from = fill === undefined ? start + text.length : start + text.indexOf(fill, text.indexOf(':'));
      area.current?.focus();
      area.current?.setSelectionRange(from, from + (fill?.length ?? 0));
    });
  };
  return (
    <FormSection
      title="Signed content"
      about="The sender’s documents say what the signature is made over, in which order."
    >
      <div className="scheme-presets">
        {contentPresets.map((preset) => (
          <Button
            key={preset.signed}
            size="small"
            className={classNames(form.signed === preset.signed && 'scheme-preset-on')}
            onPress={() => set({ signed: preset.signed, ...timestampFor(preset.signed, form) })}
          >
            {preset.label}
          </Button>
        ))}
      </div>
      <Field label="Template" error={error}>
        {({ id, describedBy }) => (
          <textarea
            id={id}
            ref={area}
            className="input mono"
            rows={form.signed.includes('\n') ? 4 : 2}
            value={form.signed}
            onChange={(event) => set({ signed: event.target.value })}
            aria-describedby={describedBy}
            aria-invalid={error !== null}
            {...(error === null ? {} : { 'data-invalid': true })}
            spellCheck={false}
            autoComplete="off"
          />
        )}
      </Field>
      <ul className="scheme-tokens" aria-label="Tokens">
        {[...usualTokens, ...(all ? rareTokens : [])].map((token) => (
          <li key={token.text}>
            <Button
              size="small"
              className="scheme-token mono"
              ariaLabel={`Insert ${token.text}: ${token.meaning}`}
              onPress={() => insert(token)}
            >
              {token.text}
            </Button>
            <span>{token.meaning}</span>
          </li>
        ))}
      </ul>
      <div>
        <Button size="small" variant="quiet" onPress={() => setAll(!all)}>
          {all ? 'Fewer tokens' : 'More tokens'}
        </Button>
      </div>
    </FormSection>
  );
}

/** Who signs a timestamp has one. */
function timestampFor(signed: string, form: RecipeForm): Partial<RecipeForm> {
  return signed.includes('{ts}') && !form.hasTimestamp ? { hasTimestamp: true } : {};
}
