import type { SelectedCapture } from '../../store/selected-capture.ts';
import { Select, TextField } from '../../ui/index.ts';
import { Choice } from './Choice.tsx';
import { algorithms, encodings, formats, places } from './choices.ts';
import { FormSection, MoreFields } from './FormSection.tsx';
import { likelyHeaders } from './likely-headers.ts';
import type { RecipeForm } from './recipe-form.ts';
import { Suggestions } from './Suggestions.tsx';
import type { SchemeForm } from './scheme-form.ts';
import { TextList } from './TextList.tsx';

export interface SectionProps {
  readonly scheme: SchemeForm;
  readonly selected: SelectedCapture;
}

const nameFields = {
  header: { label: 'Header name', what: 'header name', placeholder: 'X-Acme-Signature', hint: undefined },
  json: { label: 'Field', what: 'field', placeholder: 'meta.signature', hint: 'A path into the JSON body, with dots.' },
  form: { label: 'Form field', what: 'form field', placeholder: 'signature', hint: undefined },
} as const;

/** How it is made, where it stands and how it is written. */
export function SignatureSection({ scheme, selected }: SectionProps) {
  const { form, set, errorOf } = scheme;
  const field = nameFields[form.place];
  const suggested = form.place === 'header' ? likelyHeaders(selected, /sign|hmac|digest|hash|token|auth/i) : [];
  return (
    <FormSection title="Signature">
      <Select
        label="How it is made"
        value={form.algorithm}
        options={algorithms}
        onChange={(id) => {
          const chosen = algorithms.find((each) => each.id === id);
          if (chosen !== undefined) set({ algorithm: chosen.id, ...usualOf(chosen.id, form) });
        }}
      />
      <Choice label="Where it stands" options={places} value={form.place} onChange={(place) => set({ place })} />
      <TextList
        label={field.label}
        what={field.what}
        placeholder={field.placeholder}
        hint={field.hint}
        least={1}
        values={form.names}
        errorOf={(index) => errorOf(`names.${index}`)}
        onChange={(names) => set({ names })}
        below={<Suggestions names={suggested} onChoose={(name) => set({ names: form.names.with(0, name) })} />}
      />
      <Choice
        label="How it is written"
        options={formats}
        value={form.format}
        onChange={(format) => set({ format })}
        hint={formatHints[form.format]}
      />
      {form.format === 'prefix' ? (
        <TextField
          label="Prefix"
          className="scheme-short"
          mono
          value={form.prefix}
          onChange={(prefix) => set({ prefix })}
          error={errorOf('prefix')}
        />
      ) : null}
      {form.format === 'list' ? <ListFields scheme={scheme} /> : null}
      {form.algorithm === 'token' ? null : (
        <Choice label="Encoding" options={encodings} value={form.encoding} onChange={(encoding) => set({ encoding })} />
      )}
    </FormSection>
  );
}

const formatHints = {
  whole: 'The value is the signature and nothing else.',
  prefix: 'Such as sha256= in front. Accepted with and without; written with it.',
  list: 'Such as t=1700000000,v1=5257a8…; of several signatures any may match.',
} as const;

/** HTTP Basic is written in one way only (RFC 7617). */
function usualOf(algorithm: RecipeForm['algorithm'], form: RecipeForm): Partial<RecipeForm> {
  if (algorithm !== 'basic') return {};
  const names = form.names.every((name) => name === '') ? ['Authorization'] : form.names;
  return { names, place: 'header', format: 'prefix', prefix: 'Basic ', encoding: 'base64' };
}

function ListFields({ scheme: { form, set, errorOf } }: { readonly scheme: SchemeForm }) {
  return (
    <>
      <div className="scheme-row3">
        <TextField
          label="Items apart by"
          mono
          value={form.separator}
          onChange={(separator) => set({ separator })}
          error={errorOf('separator')}
          hint={form.separator === ' ' ? 'A space' : undefined}
        />
        <TextField
          label="Signature’s name"
          mono
          value={form.version}
          onChange={(version) => set({ version })}
          error={errorOf('version')}
        />
        <TextField
          label="Name apart by"
          mono
          value={form.assign}
          onChange={(assign) => set({ assign })}
          error={errorOf('assign')}
          hint={form.assign === ' ' ? 'A space' : undefined}
        />
      </div>
      <MoreFields label="More about the list" isUsed={form.positional !== '' || form.prefix !== ''}>
        <TextField
          label="Name for the first item, where it has none"
          className="scheme-short"
          mono
          value={form.positional}
          onChange={(positional) => set({ positional })}
          error={errorOf('positional')}
          hint="For 1700000000,v1=…: give the first item a name, such as t."
        />
        <TextField
          label="Prefix of each signature"
          className="scheme-short"
          mono
          value={form.prefix}
          onChange={(prefix) => set({ prefix })}
          error={errorOf('prefix')}
        />
      </MoreFields>
    </>
  );
}
