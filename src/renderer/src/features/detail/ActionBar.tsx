import { ClipboardCheck, Copy, Download, Ellipsis, FolderPlus, PencilLine, Repeat, Signature } from 'lucide-react';
import { useState } from 'react';
import { latin1Text } from '../../../../core/bytes.ts';
import type { CaptureDetail, CaptureSummary } from '../../../../core/capture.ts';
import type { Draft } from '../../../../core/draft/draft.ts';
import { captureBytes, downloadSource, readRange } from '../../body/index.ts';
import { useApp, useEngine } from '../../store/context.tsx';
import { Button, copyText, formatBytes, IconButton, Menu, TextField } from '../../ui/index.ts';
import { auditCapture } from '../audit/index.ts';
import { curlOf, nameOfDraft, SaveToCollection } from '../sending/index.ts';
import { draftOf, editAndReplay, replay } from './actions.ts';
import { captureFileName } from './capture-file-name.ts';
import { detailStore, useDetail } from './detail-store.ts';
import { EDIT_BUTTON } from './use-editor-focus.ts';
import { MAX_COPIED_BYTES } from './wire/copied-bytes.ts';

export interface ActionBarProps {
  readonly row: CaptureSummary;
  readonly detail: CaptureDetail | null;
}

export function ActionBar({ row, detail }: ActionBarProps) {
  const context = useApp();
  const { bridge, stores } = context;
  const { toasts } = stores;
  const busy = useDetail((state) => (state.busy?.captureId === row.id ? state.busy.action : null));
  const [saving, setSaving] = useState<Draft | null>(null);
  const { id } = row;
  const isRequest = row.kind === 'request';
  const raw = captureBytes(bridge, id, 'raw', row.rawBytes);

  const save = async () => setSaving(await draftOf(context, id));
  const copyCurl = async () => {
    const draft = await draftOf(context, id);
    if (draft === null) return;
    const curl = await curlOf(bridge, draft);
    if (!curl.ok) {
      detailStore(context).setState({ failure: { captureId: id, failure: curl.failure } });
      return;
    }
    sayCopied(await copyText(curl.value), draft.signing === null ? 'Copied as curl.' : 'Copied as curl, signed now.');
  };
  const copyRaw = async () => {
    const read = await readRange(raw, 0, raw.totalBytes);
    if (read.ok) sayCopied(await copyText(latin1Text(read.value)), 'Copied the raw request.');
    else toasts.showFailure(read.failure);
  };
  const downloadRaw = async () => {
    const done = await downloadSource(raw, captureFileName(id, detail?.rawIntact === false, '.http'));
    if (!done.ok) toasts.showFailure(done.failure);
  };
  const sayCopied = (done: boolean, words: string) =>
    toasts.show(
      done
        ? { tone: 'ok', text: words }
        : { tone: 'fail', text: 'The clipboard refused.', hint: 'Use Download instead.' },
    );

  return (
    <div className="action-bar">
      {isRequest ? (
        <>
          <Button
            size="small"
            variant="primary"
            icon={<Repeat size={13} />}
            isBusy={busy === 'exact'}
            onPress={() => void replay(context, id, 'exact')}
          >
            Replay
          </Button>
          <Button
            size="small"
            icon={<Signature size={13} />}
            isBusy={busy === 'resigned'}
            onPress={() => void replay(context, id, 'resigned')}
          >
            Replay re-signed
          </Button>
          <Button
            size="small"
            className={EDIT_BUTTON}
            icon={<PencilLine size={13} />}
            isBusy={busy === 'edit'}
            onPress={() => void editAndReplay(context, id)}
          >
            Edit and replay
          </Button>
        </>
      ) : (
        <>
          <Button
            size="small"
            icon={<Copy size={13} />}
            isDisabled={row.rawBytes > MAX_COPIED_BYTES}
            onPress={() => void copyRaw()}
          >
            Copy raw bytes
          </Button>
          <Button size="small" icon={<Download size={13} />} onPress={() => void downloadRaw()}>
            Download raw bytes
          </Button>
        </>
      )}
      {isRequest ? (
        <Menu
          label="More actions on this capture"
          trigger={<IconButton label="More actions" size="small" icon={<Ellipsis size={15} />} />}
          items={[
            { id: 'save', label: 'Save to collection', icon: <FolderPlus size={14} />, onAction: () => void save() },
            { id: 'curl', label: 'Copy as curl', icon: <Copy size={14} />, onAction: () => void copyCurl() },
            {
              id: 'audit',
              label: 'Audit with this request',
              icon: <ClipboardCheck size={14} />,
              shortcut: 'a',
              onAction: () => auditCapture(context, row),
            },
            null,
            {
              id: 'copy-raw',
              label: 'Copy raw request',
              icon: <Copy size={14} />,
              isDisabled: row.rawBytes > MAX_COPIED_BYTES,
              onAction: () => void copyRaw(),
            },
            {
              id: 'download-raw',
              label: `Download raw request (${formatBytes(row.rawBytes)})`,
              icon: <Download size={14} />,
              onAction: () => void downloadRaw(),
            },
          ]}
        />
      ) : null}
      {isRequest ? <TargetField /> : null}
      {saving === null ? null : (
        <SaveToCollection
          draft={saving}
          suggestedName={detail?.eventType ?? nameOfDraft(saving)}
          onClose={() => setSaving(null)}
        />
      )}
    </div>
  );
}

/** Where replays go. It is the setting itself: the next capture is replayed to the same place. */
function TargetField() {
  const context = useApp();
  const target = useEngine((app) => app.settings.send.target);
  const typed = useDetail((state) => state.typedTarget);
  const [error, setError] = useState<string | null>(null);
  const text = typed ?? target;
  const setText = (next: string) => detailStore(context).setState({ typedTarget: next });
  const save = async () => {
    if (typed === null) return;
    const saved = await context.bridge.call('settings.update', { patch: { send: { target: typed.trim() } } });
    setError(saved.ok ? null : 'This target was not taken.');
    // Typed on meanwhile, or refused: the field keeps what stands in it.
    if (saved.ok && detailStore(context).getState().typedTarget === typed)
      detailStore(context).setState({ typedTarget: null });
  };
  return (
    <div className="action-target">
      <span aria-hidden="true">to</span>
      <TextField
        label="Target of replays"
        hideLabel
        mono
        type="url"
        value={text}
        onChange={setText}
        onBlur={() => void save()}
        onSubmit={() => void save()}
        error={error}
      />
    </div>
  );
}
