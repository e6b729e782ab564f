import { useMemo, useState } from 'react';
import type { CheckedRequest } from '../../../../core/contract.ts';
import { Button } from '../../ui/index.ts';
import { PasteBox } from './PasteBox.tsx';
import { pastedFrom } from './pasted.ts';

export interface AddPastedProps {
  readonly onAdd: (request: CheckedRequest) => void;
  readonly onCancel: () => void;
}

/** Takes one more request from what is pasted. */
export function AddPasted({ onAdd, onCancel }: AddPastedProps) {
  const [text, setText] = useState('');
  const [entry, setEntry] = useState(0);
  const pasted = useMemo(() => pastedFrom(text), [text]);
  const chosen = pasted?.requests[entry];
  return (
    <div className="add-pasted">
      <PasteBox
        label="Paste a request"
        text={text}
        onText={(next) => {
          setText(next);
          setEntry(0);
        }}
        pasted={pasted}
        entry={entry}
        onEntry={setEntry}
      />
      <div className="found-actions">
        <Button
          size="small"
          isDisabled={chosen === undefined}
          onPress={() => {
            if (chosen !== undefined) onAdd(chosen.request);
          }}
        >
          Add it
        </Button>
        <Button size="small" variant="quiet" onPress={onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
