import { KeyRound, Plus, Settings2 } from 'lucide-react';
import { CATCH_ALL_ENDPOINT_ID } from '../../../../core/endpoint.ts';
import type { Command } from '../../commands/command.ts';
import type { AppContext } from '../../store/context.tsx';

/** The endpoint the user is looking at: the selected capture's, else the list's. */
function currentEndpoint({ stores }: AppContext): string {
  const { selectedId, rows, query } = stores.captures.getState();
  const selected = selectedId === null ? undefined : rows.get(selectedId);
  return selected?.endpointId ?? query.endpointId ?? CATCH_ALL_ENDPOINT_ID;
}

export const endpointsCommands: readonly Command[] = [
  {
    id: 'endpoints.secrets',
    label: 'Secrets',
    group: 'Go to',
    icon: KeyRound,
    shortcuts: ['s'],
    run: (context) => context.stores.dialogs.getState().openSecrets(currentEndpoint(context)),
  },
  {
    id: 'endpoints.edit',
    label: 'Endpoints',
    group: 'Go to',
    icon: Settings2,
    run: (context) => context.stores.dialogs.getState().openEndpoint(currentEndpoint(context)),
  },
  {
    id: 'endpoints.new',
    label: 'New endpoint',
    group: 'App',
    icon: Plus,
    run: ({ stores }) => stores.dialogs.getState().openNewEndpoint(),
  },
];
