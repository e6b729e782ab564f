import { ArrowLeft, PencilLine, Repeat, Signature } from 'lucide-react';
import type { CaptureId } from '../../../../core/capture.ts';
import type { Command } from '../../commands/command.ts';
import type { AppContext } from '../../store/context.tsx';
import { closeEditor, editAndReplay, replay } from './actions.ts';
import { detailStore } from './detail-store.ts';

/** The capture that commands act on: selected, shown, and a request that can be sent again. */
function replayable({ stores }: AppContext): CaptureId | null {
  const { selectedId, rows } = stores.captures.getState();
  if (selectedId === null || stores.navigation.getState().view !== 'captures') return null;
  return rows.get(selectedId)?.kind === 'request' ? selectedId : null;
}

/** The capture whose editor is shown. */
function edited(context: AppContext): CaptureId | null {
  const id = replayable(context);
  return id !== null && detailStore(context).getState().editing.has(id) ? id : null;
}

const when = (context: AppContext): boolean => replayable(context) !== null;

function onCapture(action: (context: AppContext, id: CaptureId) => Promise<void>): (context: AppContext) => void {
  return (context) => {
    const id = replayable(context);
    if (id === null) return;
    context.stores.captures.getState().stopFollowing();
    void action(context, id);
  };
}

export const detailCommands: readonly Command[] = [
  {
    id: 'capture.replay',
    label: 'Replay',
    group: 'Capture',
    icon: Repeat,
    shortcuts: ['r'],
    when,
    run: onCapture((context, id) => replay(context, id, 'exact')),
  },
  {
    id: 'capture.replay-resigned',
    label: 'Replay re-signed',
    group: 'Capture',
    icon: Signature,
    shortcuts: ['shift+r'],
    when,
    run: onCapture((context, id) => replay(context, id, 'resigned')),
  },
  {
    id: 'capture.edit',
    label: 'Edit and replay',
    group: 'Capture',
    icon: PencilLine,
    shortcuts: ['e'],
    when,
    run: onCapture(editAndReplay),
  },
  {
    id: 'capture.close-editor',
    label: 'Back to the capture',
    group: 'Capture',
    icon: ArrowLeft,
    shortcuts: ['escape'],
    when: (context) => edited(context) !== null,
    run: (context) => {
      const id = edited(context);
      if (id !== null) closeEditor(context, id);
    },
  },
];
