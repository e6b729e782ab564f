import { useState } from 'react';
import type { Failure } from '../../../../core/failure.ts';
import { FormDialog, selectText, TextField } from '../../ui/index.ts';

export interface NameDialogProps {
  readonly title: string;
  readonly confirmLabel: string;
  readonly initial: string;
  readonly onClose: () => void;
  /** null: done, and the dialog closes. */
  readonly onConfirm: (name: string) => Promise<Failure | null>;
}

/** Asks for a name. */
export function NameDialog({ initial, onConfirm, ...dialog }: NameDialogProps) {
  const [name, setName] = useState(initial);
  return (
    <FormDialog {...dialog} isComplete={name.trim() !== ''} onConfirm={() => onConfirm(name)}>
      {(submit) => (
        <TextField
          label="Name"
          value={name}
          onChange={setName}
          maxLength={200}
          autoFocus
          inputRef={selectText}
          onSubmit={submit}
        />
      )}
    </FormDialog>
  );
}
