import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import type { ReplyRule } from '../../../../../core/reply/reply-settings.ts';
import { IconButton, Switch } from '../../../ui/index.ts';
import type { MoveTo } from './Rules.tsx';
import { actionWords, hitWords, whenWords } from './rule-words.ts';

export interface RuleRowProps {
  readonly rule: ReplyRule;
  /** From 1. */
  readonly place: number;
  readonly isLast: boolean;
  readonly hits: number;
  readonly onSwitch: (isOn: boolean) => void;
  readonly onEdit: () => void;
  readonly onMove: (to: MoveTo) => void;
  readonly onDelete: () => void;
}

export function RuleRow({ rule, place, isLast, hits, onSwitch, onEdit, onMove, onDelete }: RuleRowProps) {
  const { name, isOn } = rule;
  return (
    <li className="rule" data-off={!isOn || undefined}>
      <span className="rule-place">{place}</span>
      <Switch ariaLabel={`${name} is on`} isSelected={isOn} onChange={onSwitch} />
      <AriaButton className="rule-open" onPress={onEdit}>
        <span className="rule-name">
          <span className="visually-hidden">Edit </span>
          {name}
        </span>
        <span className="rule-words">
          {whenWords(rule.when)} → {actionWords(rule.action)}
        </span>
      </AriaButton>
      <span className="rule-hits">{hitWords(hits)}</span>
      <span className="rule-actions">
        <IconButton
          label={`Move ${name} up`}
          className="rule-move-up"
          size="small"
          icon={<ArrowUp size={13} />}
          isDisabled={place === 1}
          onPress={() => onMove('up')}
        />
        <IconButton
          label={`Move ${name} down`}
          className="rule-move-down"
          size="small"
          icon={<ArrowDown size={13} />}
          isDisabled={isLast}
          onPress={() => onMove('down')}
        />
        <IconButton label={`Delete ${name}`} size="small" icon={<Trash2 size={13} />} onPress={onDelete} />
      </span>
    </li>
  );
}
