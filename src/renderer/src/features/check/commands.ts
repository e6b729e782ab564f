import { SearchCode, ShieldCheck, ShieldQuestionMark } from 'lucide-react';
import type { Command } from '../../commands/command.ts';
import { readyPane, SUBMIT_CHORD } from '../../commands/submit-pane.ts';

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
    id: 'check.run',
    label: 'Check what is filled in',
    group: 'App',
    icon: ShieldCheck,
    shortcuts: [SUBMIT_CHORD],
    goesFirst: true,
    when: (context) => readyPane(context, 'check') !== null,
    run: (context) => readyPane(context, 'check')?.submit(),
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
