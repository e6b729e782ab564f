import { ChevronDown, ChevronRight, PencilLine, Repeat } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { AttemptDetail, AttemptSummary } from '../../../../core/attempt.ts';
import type { CaptureDetail, Completeness } from '../../../../core/capture.ts';
import type { Failure } from '../../../../core/failure.ts';
import { explain } from '../../../../core/failure-words.ts';
import { useApp, useAppState, useBridge } from '../../store/context.tsx';
import {
  Button,
  EmptyState,
  ErrorState,
  formatDuration,
  formatMoment,
  HostileText,
  IconButton,
  KeyHint,
  Spinner,
  StatusChip,
  TimeAgo,
} from '../../ui/index.ts';
import { AttemptPanel } from '../sending/index.ts';
import { editAndReplay, replay, setDraft } from './actions.ts';
import { detailStore, useDetail } from './detail-store.ts';
import { useAttempts } from './use-attempts.ts';

/** Every sending of this capture, newest first; one of them open. */
export function AttemptsTab({ detail }: { readonly detail: CaptureDetail }) {
  const context = useApp();
  const attempts = useAttempts(detail.id);
  const open = useDetail((state) => state.openAttempt);
  if (attempts === null) return null;
  if (attempts.length === 0) {
    return (
      <EmptyState
        icon={<Repeat size={24} />}
        title="Not sent again yet"
        actions={<Button onPress={() => void replay(context, detail.id, 'exact')}>Replay</Button>}
      >
        <p>
          Press <KeyHint keys="r" /> to send it byte for byte to your target.
        </p>
      </EmptyState>
    );
  }
  return (
    <div className="attempts">
      <ul className="attempt-list" aria-label="Attempts">
        {attempts.map((row) => (
          <AttemptRow
            key={row.id}
            row={row}
            isOpen={row.id === open}
            detail={detail}
            onToggle={() => detailStore(context).setState({ openAttempt: row.id === open ? null : row.id })}
          />
        ))}
      </ul>
      {attempts.some((row) => row.id === open) && open !== null ? (
        <div className="attempt-open">
          <OpenAttempt id={open} endpointId={detail.endpointId} />
        </div>
      ) : null}
    </div>
  );
}

interface AttemptRowProps {
  readonly row: AttemptSummary;
  readonly isOpen: boolean;
  readonly detail: CaptureDetail;
  readonly onToggle: () => void;
}

function AttemptRow({ row, isOpen, detail, onToggle }: AttemptRowProps) {
  const context = useApp();
  const schemes = useAppState((state) => state.schemes);
  const signedWith =
    row.signedWith === null ? null : (schemes.find((each) => each.id === row.signedWith)?.name ?? row.signedWith);
  const edit = async () => {
    const draft = await context.bridge.call('attempts.draft', { id: row.id });
    if (!draft.ok) {
      context.stores.toasts.showFailure(draft.failure);
      return;
    }
    setDraft(context, detail.id, draft.value);
    await editAndReplay(context, detail.id);
  };
  return (
    <li className="attempt-row" data-open={isOpen}>
      <button type="button" className="attempt-toggle" aria-expanded={isOpen} onClick={onToggle}>
        {isOpen ? <ChevronDown size={14} /> : <ChevronRight size={14} />}
        {row.outcome.kind === 'replied' ? (
          <StatusChip status={row.outcome.status} />
        ) : (
          <span className="attempt-failed">Failed</span>
        )}
        <span className="attempt-what">
          {modeWords(row, signedWith, detail.completeness)}
          <span className="attempt-url mono">
            {row.outcome.kind === 'failed' ? explain(row.outcome.failure).title : <HostileText>{row.url}</HostileText>}
          </span>
        </span>
        <span className="attempt-when">
          {formatDuration(row.durationMs)}
          <span title={formatMoment(row.at)}>
            <TimeAgo at={row.at} />
          </span>
        </span>
      </button>
      <IconButton label="Edit and replay" size="small" icon={<PencilLine size={13} />} onPress={() => void edit()} />
    </li>
  );
}

function modeWords({ origin }: AttemptSummary, signedWith: string | null, completeness: Completeness): string {
  if (origin.kind === 'forward') return origin.mayBeTwice ? 'Forwarded, may have been delivered twice' : 'Forwarded';
  if (origin.kind !== 'replay') return 'Sent';
  const signed = signedWith === null ? '' : `, signed for ${signedWith}`;
  const exact = completeness === 'complete' ? 'As captured' : 'As captured, incomplete';
  return { exact, resigned: 'Re-signed', edited: 'Edited' }[origin.mode] + signed;
}

function OpenAttempt({ id, endpointId }: { readonly id: number; readonly endpointId: string }) {
  const bridge = useBridge();
  const [answer, setAnswer] = useState<{ id: number; attempt: AttemptDetail | null; failure: Failure | null } | null>(
    null,
  );
  useEffect(() => {
    let live = true;
    void bridge.call('attempts.get', { id }).then((result) => {
      if (!live) return;
      setAnswer(
        result.ok ? { id, attempt: result.value, failure: null } : { id, attempt: null, failure: result.failure },
      );
    });
    return () => {
      live = false;
    };
  }, [bridge, id]);
  if (answer?.id !== id) return <Spinner label="Reading…" />;
  if (answer.failure !== null) return <ErrorState failure={answer.failure} />;
  return answer.attempt === null ? null : <AttemptPanel attempt={answer.attempt} endpointId={endpointId} />;
}
