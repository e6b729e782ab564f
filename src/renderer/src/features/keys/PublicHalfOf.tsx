import { useEffect, useState } from 'react';
import type { Failure } from '../../../../core/failure.ts';
import type { PublicForm, PublicHalf } from '../../../../core/signature/new-key-pair.ts';
import { useBridge } from '../../store/context.tsx';
import { CodeBlock, ErrorState, Select, Spinner } from '../../ui/index.ts';
import './keys.css';

const names: Readonly<Record<PublicForm, string>> = {
  pem: 'PEM',
  jwk: 'JWK',
  jwks: 'JWK set',
  hex: 'Hex',
  base64: 'Base64',
  whpk: 'whpk_ and base64',
};

/** The public half of a stored key pair, to copy into a handler. The private half is not asked for. */
export function PublicHalfOf({ secretId }: { readonly secretId: string }) {
  const bridge = useBridge();
  const [answer, setAnswer] = useState<{ secretId: string; half: PublicHalf | null; failure: Failure | null } | null>(
    null,
  );
  useEffect(() => {
    let live = true;
    void bridge.call('keys.publicHalf', { secretId }).then((result) => {
      if (!live) return;
      setAnswer({ secretId, half: result.ok ? result.value : null, failure: result.ok ? null : result.failure });
    });
    return () => {
      live = false;
    };
  }, [bridge, secretId]);
  if (answer === null || answer.secretId !== secretId) return <Spinner label="Reading the key…" />;
  if (answer.failure !== null) return <ErrorState failure={answer.failure} />;
  return answer.half === null ? null : <Forms half={answer.half} />;
}

function Forms({ half: { forms } }: { readonly half: PublicHalf }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = forms.find(({ form }) => form === chosen) ?? forms[0];
  if (shown === undefined) return null;
  return (
    <section className="public-half" aria-label="Public half">
      <div className="public-half-head">
        <p className="field-hint">Paste this into your handler in place of the provider’s key.</p>
        <Select
          label="Form"
          hideLabel
          size="small"
          value={shown.form}
          onChange={setChosen}
          options={forms.map(({ form }) => ({ id: form, label: names[form] }))}
        />
      </div>
      <CodeBlock code={shown.text.trimEnd()} label="public key" />
    </section>
  );
}
