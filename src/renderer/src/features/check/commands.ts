import { SearchCode, ShieldQuestionMark } from 'lucide-react';
import type { Command } from '../../commands/command.ts';

export const checkCommands: readonly Command[] = [
  {
    id: 'go.check',
    label: 'Check a signature',
    group: 'Go to',
    icon: ShieldQuestionMark,
    shortcuts: ['4'],
    run: ({ stores }) => stores.navigation.getState().go('check'),
  },
  {
    id: 'schemes.discover',
    label: 'Discover an unknown scheme…',
    group: 'App',
    icon: SearchCode,
    run: ({ stores }) => {
      const { selectedId, rows } = stores.captures.getState();
      const isRequest = selectedId !== null && rows.get(selectedId)?.kind === 'request';
      stores.dialogs.getState().openDiscover({ captureIds: isRequest ? [selectedId] : [] });
    },
  },
];
