import { useState } from 'react';
import type { Endpoint } from '../../../../../core/endpoint.ts';
import { explain } from '../../../../../core/failure-words.ts';
import { VERIFY_TOKEN } from '../../../../../core/secret.ts';
import { secretsOf } from '../../../store/app-state.ts';
import { useApp, useEngine } from '../../../store/context.tsx';
import { Button, SecretField, useUnsaved } from '../../../ui/index.ts';
import { freeLabel } from '../SecretForm.tsx';
import { SecretRow } from '../SecretRow.tsx';

/** The tokens that the user chose at providers, which a handshake has to bring. They are secrets of the endpoint. */
export function VerifyTokens({ endpoint }: { readonly endpoint: Endpoint }) {
  const all = useEngine((app) => app.secrets);
  const own = secretsOf(all, endpoint.id);
  const tokens = own.filter(({ scheme }) => scheme === VERIFY_TOKEN);
  const [isAdding, setAdding] = useState(false);
  /** The form took the focus along when it was closed: the row of what it added gets it, or else the button below. */
  const [added, setAdded] = useState<string | null>(null);
  const [hasLeft, setLeft] = useState(false);
  return (
    <section aria-label="Verify tokens" className="verify-tokens">
      {tokens.length === 0 ? null : (
        <ul className="secrets-list">
          {tokens.map((token) => (
            <SecretRow
              key={token.id}
              secret={token}
              takesFocus={token.id === added}
              onFocused={() => setAdded(null)}
              isPublicShown={false}
              onShowPublic={() => undefined}
            />
          ))}
        </ul>
      )}
      {isAdding ? (
        <NewToken
          endpointId={endpoint.id}
          labels={own.map(({ label }) => label)}
          onDone={(token) => {
            setAdding(false);
            setAdded(token);
            setLeft(token === null);
          }}
        />
      ) : (
        <div className="endpoint-form-actions">
          <Button size="small" autoFocus={hasLeft} onPress={() => setAdding(true)}>
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
  /** The id of the token that was added; null: none. */
  readonly onDone: (added: string | null) => void;
}

function NewToken({ endpointId, labels, onDone }: NewTokenProps) {
  const { bridge } = useApp();
  const [value, setValue] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useUnsaved(value !== '' && !busy);
  const add = async () => {
    if (value === '' || busy) return;
    setBusy(true);
    try {
      const label = freeLabel('Verify token', labels);
      const result = await bridge.call('secrets.add', { endpointId, label, scheme: VERIFY_TOKEN, value });
      if (result.ok) onDone(result.value.id);
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
        onSubmit={() => void add()}
        autoFocus
      />
      <div className="endpoint-form-actions">
        <Button variant="primary" isBusy={busy} isDisabled={value === ''} onPress={() => void add()}>
          Add token
        </Button>
        <Button onPress={() => onDone(null)}>Cancel</Button>
      </div>
    </div>
  );
}
