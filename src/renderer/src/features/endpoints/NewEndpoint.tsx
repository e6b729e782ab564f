import { useState } from 'react';
import type { Failure } from '../../../../core/failure.ts';
import { explain } from '../../../../core/failure-words.ts';
import { useApp, useDialogs } from '../../store/context.tsx';
import { Button, TextField } from '../../ui/index.ts';

export function NewEndpoint() {
  const { bridge } = useApp();
  const openSecrets = useDialogs((state) => state.openSecrets);
  const [name, setName] = useState('');
  const [path, setPath] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const suggested = `/${name
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')}`;

  const create = async () => {
    setBusy(true);
    try {
      const result = await bridge.call('endpoints.create', { name: name.trim(), path: path.trim() || suggested });
      if (result.ok) openSecrets(result.value.id);
      else setFailure(result.failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="endpoint-form">
      <p>An endpoint is an inbox with a path, secrets and a reply of its own: one for each provider, say.</p>
      <TextField
        label="Name"
        value={name}
        onChange={setName}
        placeholder="Stripe"
        autoFocus
        onSubmit={() => void create()}
      />
      <TextField
        label="Path"
        value={path}
        onChange={setPath}
        mono
        placeholder={suggested === '/' ? '/stripe' : suggested}
        hint="Takes this path and everything under it."
        error={failure === null ? null : explain(failure).title}
        onSubmit={() => void create()}
      />
      <div className="endpoint-form-actions">
        <Button variant="primary" isBusy={busy} isDisabled={name.trim() === ''} onPress={() => void create()}>
          Create endpoint
        </Button>
      </div>
    </div>
  );
}
