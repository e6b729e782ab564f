import { type ReactNode, useState } from 'react';
import type { Failure } from '../../../core/failure.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { ErrorState } from './ErrorState.tsx';

export interface FormDialogProps {
  readonly title: string;
  readonly confirmLabel: string;
  /** Without it there is nothing to confirm yet. */
  readonly isComplete: boolean;
  readonly onClose: () => void;
  /** null: done, and the dialog closes. */
  readonly onConfirm: () => Promise<Failure | null>;
  /** The fields; `submit` is for Enter in them. */
  readonly children: (submit: () => void) => ReactNode;
}

/** A few fields to fill in and confirm; what goes wrong is said above them, and they stay. */
export function FormDialog({ title, confirmLabel, isComplete, onClose, onConfirm, children }: FormDialogProps) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const confirm = async () => {
    if (busy || !isComplete) return;
    setBusy(true);
    const problem = await onConfirm();
    setBusy(false);
    setFailure(problem);
    if (problem === null) onClose();
  };
  return (
    <Dialog
      title={title}
      isOpen
      size="small"
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" isBusy={busy} isDisabled={!isComplete} onPress={() => void confirm()}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className="dialog-form">
        {failure === null ? null : <ErrorState failure={failure} />}
        {children(() => void confirm())}
      </div>
    </Dialog>
  );
}
