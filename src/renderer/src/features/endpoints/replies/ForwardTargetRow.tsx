import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { ForwardTarget } from '../../../../../core/reply/reply-settings.ts';
import { Checkbox, IconButton, InlineNotice, SavedTextField } from '../../../ui/index.ts';
import { eventTypesOf } from './event-types.ts';

export interface ForwardTargetRowProps {
  readonly target: ForwardTarget;
  /** From 1. */
  readonly place: number;
  /** There is no other one. */
  readonly isAlone: boolean;
  readonly save: (part: Partial<ForwardTarget>) => Promise<string | null>;
  readonly onRemove: () => Promise<string | null>;
}

export function ForwardTargetRow({ target, place, isAlone, save, onRemove }: ForwardTargetRowProps) {
  const [error, setError] = useState<string | null>(null);
  const name = `Target ${place}`;
  return (
    <li className="forward-target">
      <SavedTextField
        label={name}
        mono
        inputMode="url"
        value={target.url}
        save={(url) => save({ url: url.trim() })}
        suffix={
          <IconButton
            label={`Remove target ${place}`}
            icon={<Trash2 size={14} />}
            onPress={() => void onRemove().then(setError)}
          />
        }
      />
      <SavedTextField
        label="Event types"
        mono
        value={target.eventTypes.join(', ')}
        placeholder="all"
        hint="Exactly these, with commas between. Empty: every type, and requests that have none."
        save={(text) => save({ eventTypes: eventTypesOf(text) })}
      />
      {isAlone ? null : (
        <Checkbox isSelected={target.isDefault} onChange={(isDefault) => void save({ isDefault }).then(setError)}>
          Takes what no other target takes
        </Checkbox>
      )}
      {error === null ? null : <InlineNotice tone="fail">{error}</InlineNotice>}
    </li>
  );
}
