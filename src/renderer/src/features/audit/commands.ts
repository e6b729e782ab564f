import { ClipboardCheck, Play } from 'lucide-react';
import type { CaptureSummary } from '../../../../core/capture.ts';
import type { Command } from '../../commands/command.ts';
import { readyPane, SUBMIT_CHORD } from '../../commands/submit-pane.ts';
import type { AppContext } from '../../store/context.tsx';
import { auditCapture } from './actions.ts';

/** The selected capture, where it is shown and can be sent. */
function selected({ stores }: AppContext): CaptureSummary | null {
  const { selectedId, rows } = stores.captures.getState();
  const row = selectedId === null ? undefined : rows.get(selectedId);
  return stores.navigation.getState().view === 'captures' && row?.kind === 'request' ? row : null;
}

export const auditCommands: readonly Command[] = [
  {
    id: 'go.audit',
    label: 'Audit a handler',
    group: 'Go to',
    icon: ClipboardCheck,
    shortcuts: ['5'],
    run: ({ stores }) => stores.navigation.getState().go('audit'),
  },
  {
    id: 'audit.run',
    label: 'Run the audit',
    group: 'App',
    icon: Play,
    shortcuts: [SUBMIT_CHORD],
    goesFirst: true,
    when: (context) => readyPane(context, 'audit') !== null,
    run: (context) => readyPane(context, 'audit')?.submit(),
  },
  {
    id: 'capture.audit',
    label: 'Audit with this request',
    group: 'Capture',
    icon: ClipboardCheck,
    shortcuts: ['a'],
    when: (context) => selected(context) !== null,
    run: (context) => {
      const row = selected(context);
      if (row !== null) auditCapture(context, row);
    },
  },
];
