import { Checkbox } from '../../ui/index.ts';
import { Choice } from './Choice.tsx';
import { keyEncodings, keyHashes } from './choices.ts';
import { FormSection, MoreFields } from './FormSection.tsx';
import type { SchemeForm } from './scheme-form.ts';
import { TextList } from './TextList.tsx';

const hints = {
  utf8: 'The bytes of the text as pasted are the key. The usual case, even for secrets that look like hex.',
  hex: 'The secret is decoded from hex first.',
  base64: 'The secret is decoded from base64 first.',
} as const;

/** How the secret the user pastes becomes the key. */
export function SecretSection({ scheme: { form, set, errorOf } }: { readonly scheme: SchemeForm }) {
  return (
    <FormSection title="Secret" about="The secret itself is added to an endpoint, under Secrets.">
      <Choice
        label="Read as"
        options={keyEncodings}
        value={form.keyEncoding}
        onChange={(keyEncoding) => set({ keyEncoding })}
        hint={hints[form.keyEncoding]}
      />
      <MoreFields
        label="More about the key"
        isUsed={form.strip.length > 0 || form.keyHash !== 'none' || form.normalize}
      >
        <TextList
          label="Prefix to take off"
          what="prefix to take off"
          placeholder="whsec_"
          least={0}
          values={form.strip}
          errorOf={(index) => errorOf(`strip.${index}`)}
          onChange={(strip) => set({ strip })}
          hint="Taken off before the secret is read, where it is there."
        />
        <Choice
          label="Hashed before use"
          options={keyHashes}
          value={form.keyHash}
          onChange={(keyHash) => set({ keyHash })}
        />
        <Checkbox isSelected={form.normalize} onChange={(normalize) => set({ normalize })}>
          Compose its characters alike first (Unicode NFKD)
        </Checkbox>
      </MoreFields>
    </FormSection>
  );
}
