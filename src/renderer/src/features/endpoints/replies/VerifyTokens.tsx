import { useState } from 'react';
import type { Endpoint } from '../../../../../core/endpoint.ts';
import { explain } from '../../../../../core/failure-words.ts';
import { VERIFY_TOKEN } from '../../../../../core/secret.ts';
import { secretsOf } from '../../../store/app-state.ts';
import { useApp, useEngine } from '../../../store/context.tsx';
import { Button, SecretField } from '../../../ui/index.ts';
import { freeLabel } from '../SecretForm.tsx';
import { SecretRow } from '../SecretRow.tsx';

/** The tokens that the user chose at providers, which a handshake has to bring. They are secrets of the endpoint. */
export function VerifyTokens({ endpoint }: { readonly endpoint: Endpoint }) {
  const all = useEngine((app) => app.secrets);
  const own = secretsOf(all, endpoint.id);
  const tokens = own.filter(({ scheme }) => scheme === VERIFY_TOKEN);
  const [isAdding, setAdding] = useState(false);
  return (
    <section aria-label="Verify tokens" className="verify-tokens">
      {tokens.length === 0 ? null : (
        <ul className="secrets-list">
          {tokens.map((token) => (
            <SecretRow key={token.id} secret={token} isPublicShown={false} onShowPublic={() => undefined} />
          ))}
        </ul>
      )}
      {isAdding ? (
        <NewToken endpointId={endpoint.id} labels={own.map(({ label }) => label)} onDone={() => setAdding(false)} />
      ) : (
        <div className="endpoint-form-actions">
          <Button size="small" onPress={() => setAdding(true)}>
            {tokens.length === 0 ? 'Add a verify token' : 'Add another verify token'}
          </Button>
          <p className="field-hint">
            {tokens.length === 0
              ? 'For providers that have you choose a token at set-up, such as Meta and eBay.'
              : null}
          </p>
        </div>
      )}
    </section>
  );
}

interface NewTokenProps {
  readonly endpointId: string;
  readonly labels: readonly string[];
  readonly onDone: () => void;
}

function NewToken({ endpointId, labels, onDone }: NewTokenProps) {
  const { bridge } = useApp();
  const [value, setValue] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const add = async () => {
    setBusy(true);
    try {
      const label = freeLabel('Verify token', labels);
      const result = await bridge.call('secrets.add', { endpointId, label, scheme: VERIFY_TOKEN, value });
      if (result.ok) onDone();
      else setError(explain(result.failure).title);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="secret-form">
      <SecretField
        label="Verify token"
        value={value}
        onChange={(text) => {
          setValue(text);
          setError(null);
        }}
        hint="The text you entered at the provider. A handshake with another one is refused."
        error={error}
        autoFocus
      />
      <div className="endpoint-form-actions">
        <Button variant="primary" isBusy={busy} isDisabled={value === ''} onPress={() => void add()}>
          Add token
        </Button>
        <Button onPress={onDone}>Cancel</Button>
      </div>
    </div>
  );
}
