import { Plus } from 'lucide-react';
import { CATCH_ALL_ENDPOINT_ID } from '../../../../core/endpoint.ts';
import { secretsOf, sortedEndpoints } from '../../store/app-state.ts';
import { useDialogs, useEngine } from '../../store/context.tsx';
import type { EndpointTab, OpenDialog } from '../../store/dialogs.ts';
import { Badge, Button, classNames, Dialog, LeaveGuard, Tabs, useLeave, useLeaveGuard } from '../../ui/index.ts';
import { GeneralTab } from './GeneralTab.tsx';
import { NewEndpoint } from './NewEndpoint.tsx';
import { RepliesTab } from './replies/RepliesTab.tsx';
import { SecretsTab } from './SecretsTab.tsx';
import './EndpointsDialog.css';

/** Every endpoint, and the secrets, general settings and replies of the chosen one. Asks before it leaves what is not saved. */
export function EndpointsDialog() {
  const open = useDialogs((state) => (state.open?.kind === 'endpoints' ? state.open : null));
  const close = useDialogs((state) => state.close);
  const guard = useLeaveGuard();
  return (
    <Dialog title="Endpoints" isOpen={open !== null} onClose={() => guard.leave(close)} size="large">
      <LeaveGuard guard={guard} lost="What you filled in here and did not save is lost.">
        {open === null ? null : <EndpointsContent open={open} />}
      </LeaveGuard>
    </Dialog>
  );
}

type Open = Extract<OpenDialog, { readonly kind: 'endpoints' }>;

function EndpointsContent({ open }: { readonly open: Open }) {
  const { endpointId, tab } = open;
  const leave = useLeave();
  const endpoints = useEngine((app) => app.endpoints);
  const openEndpoint = useDialogs((state) => state.openEndpoint);
  const openNew = useDialogs((state) => state.openNewEndpoint);
  const shown =
    endpointId === null
      ? null
      : (endpoints.find((each) => each.id === endpointId) ??
        endpoints.find((each) => each.id === CATCH_ALL_ENDPOINT_ID));
  return (
    <div className="endpoints">
      <nav className="endpoints-list" aria-label="Endpoints">
        {sortedEndpoints(endpoints).map((each) => (
          <Button
            key={each.id}
            variant="quiet"
            className={classNames('endpoints-item', each.id === shown?.id && 'endpoints-item-on')}
            onPress={() => leave(() => openEndpoint(each.id, tab))}
          >
            <span className="endpoints-name">{each.name}</span>
            <span className="endpoints-path mono">{each.path}</span>
          </Button>
        ))}
        <Button variant="quiet" size="small" icon={<Plus size={14} />} onPress={() => leave(openNew)}>
          New endpoint
        </Button>
      </nav>
      <div className="endpoints-main">
        {shown == null ? <NewEndpoint /> : <EndpointEditor key={shown.id} endpointId={shown.id} open={open} />}
      </div>
    </div>
  );
}

function EndpointEditor({ endpointId, open }: { readonly endpointId: string; readonly open: Open }) {
  const leave = useLeave();
  const endpoint = useEngine((app) => app.endpoints.find((each) => each.id === endpointId));
  const secrets = useEngine((app) => app.secrets);
  const openEndpoint = useDialogs((state) => state.openEndpoint);
  if (endpoint === undefined) return null;
  const count = secretsOf(secrets, endpointId).length;
  return (
    <Tabs
      label={`Endpoint ${endpoint.name}`}
      selected={open.tab}
      // The ids below are EndpointTab's; Tabs hands back one of them.
      onChange={(id) => leave(() => openEndpoint(endpointId, id as EndpointTab))}
      tabs={[
        {
          id: 'secrets',
          label: 'Secrets',
          badge: count === 0 ? null : <Badge>{count}</Badge>,
          content: () => <SecretsTab endpoint={endpoint} secretFor={open.secretFor} />,
        },
        { id: 'general', label: 'Address and scheme', content: () => <GeneralTab endpoint={endpoint} /> },
        { id: 'replies', label: 'Replies', content: () => <RepliesTab endpoint={endpoint} step={open.step} /> },
      ]}
    />
  );
}
