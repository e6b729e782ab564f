import { SendHorizontal } from 'lucide-react';
import type { Command } from '../../commands/command.ts';
import { readyPane, SUBMIT_CHORD } from '../../commands/submit-pane.ts';

export const sendingCommands: readonly Command[] = [
  {
    id: 'draft.send',
    label: 'Send what is being edited',
    group: 'App',
    icon: SendHorizontal,
    shortcuts: [SUBMIT_CHORD],
    goesFirst: true,
    when: (context) => readyPane(context, 'draft') !== null,
    run: (context) => readyPane(context, 'draft')?.submit(),
  },
];
