import { useEffect, useState } from 'react';
import type { AttemptDetail } from '../../../../../core/attempt.ts';
import type { Failure } from '../../../../../core/failure.ts';
import type { Result } from '../../../../../core/result.ts';
import { useBridge } from '../../../store/context.tsx';
import { Dialog, ErrorState, Spinner } from '../../../ui/index.ts';
import { AttemptPanel } from '../AttemptPanel.tsx';

export interface AttemptDialogProps {
  /** Of the stored attempt. */
  readonly id: number;
  readonly title: string;
  readonly endpointId: string | null;
  readonly onClose: () => void;
}

/** One attempt of a delivery, or a failure of a burst: what went out and what came back. */
export function AttemptDialog({ id, title, endpointId, onClose }: AttemptDialogProps) {
  const bridge = useBridge();
  const [answer, setAnswer] = useState<Result<AttemptDetail, Failure> | null>(null);
  useEffect(() => {
    let live = true;
    void bridge.call('attempts.get', { id }).then((result) => {
      if (live) setAnswer(result);
    });
    return () => {
      live = false;
    };
  }, [bridge, id]);
  return (
    <Dialog title={title} isOpen size="large" onClose={onClose}>
      <div className="attempt-dialog">
        {answer === null ? (
          <Spinner label="Reading…" />
        ) : answer.ok ? (
          <AttemptPanel attempt={answer.value} endpointId={endpointId} />
        ) : (
          <ErrorState failure={answer.failure} />
        )}
      </div>
    </Dialog>
  );
}
