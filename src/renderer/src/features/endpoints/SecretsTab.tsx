import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import type { Endpoint } from '../../../../core/endpoint.ts';
import { secretsOf } from '../../store/app-state.ts';
import { useAppState, useEngine } from '../../store/context.tsx';
import { Button, formatCount } from '../../ui/index.ts';
import { SecretForm } from './SecretForm.tsx';
import { SecretRow } from './SecretRow.tsx';
import './secrets.css';

/** The secrets that an endpoint's requests are checked with. Any of them may match. */
export function SecretsTab({ endpoint }: { readonly endpoint: Endpoint }) {
  const all = useEngine((app) => app.secrets);
  const protection = useEngine((app) => app.secretProtection);
  const progress = useAppState((state) => state.judging[endpoint.id]);
  const secrets = secretsOf(all, endpoint.id);
  const [adding, setAdding] = useState(false);
  return (
    <div className="secrets">
      {progress === undefined ? null : (
        <div className="secrets-judging" role="status">
          <progress value={progress.done} max={progress.total} aria-label="Judging again" />
          <span>
            Judging again {formatCount(progress.done)}/{formatCount(progress.total)}
          </span>
        </div>
      )}
      <ul className="secrets-list">
        {secrets.map((secret) => (
          <SecretRow key={secret.id} secret={secret} />
        ))}
      </ul>
      {adding || secrets.length === 0 ? (
        <SecretForm
          endpoint={endpoint}
          takenLabels={secrets.map((secret) => secret.label)}
          onDone={() => setAdding(false)}
          isFirst={secrets.length === 0}
        />
      ) : (
        <div>
          <Button icon={<KeyRound size={14} />} onPress={() => setAdding(true)}>
            Add a secret
          </Button>
        </div>
      )}
      <p className="secrets-note">
        While a provider rotates, add the new secret beside the old one: a request is verified when either matches.
        Protected at rest by {protection}.
      </p>
    </div>
  );
}
