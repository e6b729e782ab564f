import { useState } from 'react';
import { CATCH_ALL_ENDPOINT_ID, type Endpoint } from '../../../../core/endpoint.ts';
import { explain } from '../../../../core/failure-words.ts';
import { useApp, useAppState, useDialogs, useEngine } from '../../store/context.tsx';
import { Button, ConfirmDialog, CopyButton, SavedTextField, Select } from '../../ui/index.ts';
import { ANY_SCHEME, NEW_SCHEME, newSchemeOption, schemeOptions } from './scheme-options.ts';

const detectOption = { id: ANY_SCHEME, label: 'Detect from each request' };

type Change = { name?: string; path?: string; scheme?: string | null; publicUrl?: string | null };

/** Where the endpoint is reached and how its requests are judged. Each field saves itself. */
export function GeneralTab({ endpoint }: { readonly endpoint: Endpoint }) {
  const { bridge } = useApp();
  const schemes = useAppState((state) => state.schemes);
  const openNewScheme = useDialogs((state) => state.openNewScheme);
  const [schemeError, setSchemeError] = useState<string | null>(null);
  const isCatchAll = endpoint.id === CATCH_ALL_ENDPOINT_ID;

  const save = async (change: Change): Promise<string | null> => {
    const result = await bridge.call('endpoints.update', { id: endpoint.id, ...change });
    return result.ok ? null : explain(result.failure).title;
  };
  const pinned = schemes.find((scheme) => scheme.id === endpoint.scheme);
  return (
    <div className="endpoint-form">
      <Addresses path={endpoint.path} />
      <SavedTextField label="Name" value={endpoint.name} save={(name) => save({ name: name.trim() })} />
      <SavedTextField
        label="Path"
        value={endpoint.path}
        mono
        isDisabled={isCatchAll}
        hint={
          isCatchAll
            ? 'Takes every request that no other endpoint takes.'
            : 'Takes this path and everything under it, such as /stripe and /stripe/test.'
        }
        save={(path) => save({ path: path.trim() })}
      />
      <Select
        label="Scheme"
        searchable
        value={endpoint.scheme ?? ANY_SCHEME}
        options={[detectOption, ...schemeOptions(schemes), newSchemeOption]}
        error={schemeError}
        hint={
          pinned === undefined
            ? 'The request’s headers tell the scheme. Choose one to have requests without its signature fail.'
            : 'Every request is checked against this scheme; one without its signature fails.'
        }
        onChange={(id) => {
          if (id === NEW_SCHEME) openNewScheme(endpoint.id);
          else void save({ scheme: id === ANY_SCHEME ? null : id }).then(setSchemeError);
        }}
      />
      <SavedTextField
        label="Public URL at the provider"
        value={endpoint.publicUrl ?? ''}
        mono
        inputMode="url"
        placeholder="The tunnel’s URL with the request’s path"
        hint="Only for schemes that sign the URL (Square, Twilio): the one entered at the provider, if it is another."
        save={(url) => save({ publicUrl: url.trim() === '' ? null : url.trim() })}
      />
      {isCatchAll ? null : <DeleteEndpoint endpoint={endpoint} />}
    </div>
  );
}

/** The URLs that lead to the endpoint now. */
function Addresses({ path }: { readonly path: string }) {
  const listener = useEngine((app) => app.listener);
  const tunnelUrl = useEngine((app) => app.tunnel.url);
  const local = listener.kind === 'listening' ? listener.url : null;
  return (
    <div>
      {[tunnelUrl, local].map((base) =>
        base === null ? null : (
          <p key={base} className="endpoint-url mono">
            {base + path}
            <CopyButton text={base + path} label="Copy the URL" />
          </p>
        ),
      )}
    </div>
  );
}

function DeleteEndpoint({ endpoint }: { readonly endpoint: Endpoint }) {
  const { bridge, stores } = useApp();
  const openEndpoint = useDialogs((state) => state.openEndpoint);
  const [asking, setAsking] = useState(false);
  const remove = async () => {
    const result = await bridge.call('endpoints.delete', { id: endpoint.id });
    if (!result.ok) {
      stores.toasts.showFailure(result.failure);
      return;
    }
    if (stores.captures.getState().query.endpointId === endpoint.id) {
      stores.captures.getState().setQuery({ endpointId: null });
    }
    openEndpoint(CATCH_ALL_ENDPOINT_ID);
  };
  return (
    <div className="endpoint-danger">
      <p>Deleting keeps the captures, which move to the catch-all, and deletes the secrets.</p>
      <Button onPress={() => setAsking(true)}>Delete endpoint…</Button>
      <ConfirmDialog
        isOpen={asking}
        title={`Delete the endpoint “${endpoint.name}”?`}
        confirmLabel="Delete endpoint"
        isDangerous
        onConfirm={remove}
        onClose={() => setAsking(false)}
      >
        <p>Its secrets are deleted and cannot be brought back. Its captures move to the catch-all endpoint.</p>
      </ConfirmDialog>
    </div>
  );
}
