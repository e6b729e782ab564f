import { useState } from 'react';
import type { Failure } from '../../../../core/failure.ts';
import { Button, Dialog, ErrorState, TextField } from '../../ui/index.ts';

export interface NameDialogProps {
  readonly title: string;
  readonly confirmLabel: string;
  readonly initial: string;
  readonly onClose: () => void;
  /** null: done, and the dialog closes. */
  readonly onConfirm: (name: string) => Promise<Failure | null>;
}

/** Asks for a name. */
export function NameDialog({ title, confirmLabel, initial, onClose, onConfirm }: NameDialogProps) {
  const [name, setName] = useState(initial);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const confirm = async () => {
    setBusy(true);
    const problem = await onConfirm(name);
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
          <Button variant="primary" isBusy={busy} isDisabled={name.trim() === ''} onPress={() => void confirm()}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className="name-form">
        {failure === null ? null : <ErrorState failure={failure} />}
        <TextField
          label="Name"
          value={name}
          onChange={setName}
          maxLength={200}
          autoFocus
          onSubmit={() => {
            if (name.trim() !== '') void confirm();
          }}
        />
      </div>
    </Dialog>
  );
}
