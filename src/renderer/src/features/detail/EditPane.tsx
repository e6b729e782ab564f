import { ArrowLeft } from 'lucide-react';
import type { CaptureDetail, CaptureSummary } from '../../../../core/capture.ts';
import { useApp } from '../../store/context.tsx';
import { Button } from '../../ui/index.ts';
import { DraftEditor } from '../sending/index.ts';
import { closeEditor, discardDraft, setDraft } from './actions.ts';
import { DamagedNotice } from './DamagedNotice.tsx';
import { useDetail } from './detail-store.ts';
import { IncompleteNotice } from './IncompleteNotice.tsx';
import { useEditorFocus } from './use-editor-focus.ts';

/** The capture as an unsent request, in place of its tabs. */
export function EditPane({ row, detail }: { readonly row: CaptureSummary; readonly detail: CaptureDetail | null }) {
  const context = useApp();
  const draft = useDetail((state) => state.drafts.get(row.id));
  const url = useEditorFocus(row.id);
  if (draft === undefined) return null;
  return (
    <>
      <div className="edit-bar">
        <Button
          size="small"
          variant="quiet"
          icon={<ArrowLeft size={13} />}
          onPress={() => closeEditor(context, row.id)}
        >
          Back to the capture
        </Button>
        <span className="edit-title">Edit and replay</span>
        <Button size="small" variant="quiet" onPress={() => discardDraft(context, row.id)}>
          Discard edits
        </Button>
      </div>
      <DamagedNotice detail={detail} />
      <IncompleteNotice row={row} />
      <DraftEditor
        key={row.id}
        id="edit"
        draft={draft}
        onChange={(next) => setDraft(context, row.id, next)}
        origin={{ kind: 'replay', captureId: row.id, mode: 'edited' }}
        endpointId={row.endpointId}
        urlRef={url}
        {...(row.eventType === null ? {} : { name: row.eventType })}
      />
    </>
  );
}
