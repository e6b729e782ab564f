import { Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Endpoint } from '../../../../../core/endpoint.ts';
import { MAX_RULES, type ReplyRule } from '../../../../../core/reply/reply-settings.ts';
import { useEngine } from '../../../store/context.tsx';
import { Button, ConfirmDialog, InlineNotice, Menu } from '../../../ui/index.ts';
import { RuleEditor } from './RuleEditor.tsx';
import { RuleRow } from './RuleRow.tsx';
import { emptyForm, formOfRule, type RuleForm, rulePresets } from './rule-form.ts';
import { TryOut } from './TryOut.tsx';
import { useSavedSwitch } from './use-saved-switch.ts';

/** `rule` null: a new one. */
interface Editing {
  readonly rule: ReplyRule | null;
  readonly form: RuleForm;
}

export type MoveTo = 'up' | 'down';

/** The endpoint's rules in their order, or the form for one of them. */
export function Rules({ endpoint }: { readonly endpoint: Endpoint }) {
  const { rules } = endpoint.replying;
  const hits = useEngine((app) => app.ruleHits[endpoint.id]);
  const { error, change } = useSavedSwitch(endpoint);
  const [editing, setEditing] = useState<Editing | null>(null);
  /** The editor took the focus along when it was closed: the button below the list gets it. */
  const [hasLeft, setLeft] = useState(false);
  const [dropping, setDropping] = useState<ReplyRule | null>(null);
  const { list, said, moved } = useMovedFocus(rules);

  const replace = (id: string, part: Partial<ReplyRule>) =>
    change((stored) => ({ rules: stored.rules.map((rule) => (rule.id === id ? { ...rule, ...part } : rule)) }));
  const move = (id: string, to: MoveTo) => {
    moved(id, to);
    change((stored) => ({ rules: swapped(stored.rules, id, to) }));
  };
  const leaveEditor = () => {
    setEditing(null);
    setLeft(true);
  };
  if (editing !== null) {
    return <RuleEditor endpoint={endpoint} rule={editing.rule} initial={editing.form} onDone={leaveEditor} />;
  }
  const addFrom = (form: RuleForm) => setEditing({ rule: null, form });
  return (
    <div className="endpoint-form">
      {rules.length === 0 ? (
        <p className="field-hint">
          A rule answers the requests that it matches: with a status of your choice, late, slowly, or with a connection
          that breaks. To see how the sender copes.
        </p>
      ) : (
        <ol className="rules" ref={list} aria-label="Rules">
          {rules.map((rule, index) => (
            <RuleRow
              key={rule.id}
              rule={rule}
              place={index + 1}
              isLast={index === rules.length - 1}
              hits={hits?.[rule.id] ?? 0}
              onSwitch={(isOn) => replace(rule.id, { isOn })}
              onEdit={() => setEditing({ rule, form: formOfRule(rule) })}
              onMove={(to) => move(rule.id, to)}
              onDelete={() => setDropping(rule)}
            />
          ))}
        </ol>
      )}
      <p className="visually-hidden" role="status">
        {said}
      </p>
      <div className="endpoint-form-actions">
        <Button
          icon={<Plus size={14} />}
          autoFocus={hasLeft}
          isDisabled={rules.length >= MAX_RULES}
          onPress={() => addFrom(emptyForm)}
        >
          Add a rule
        </Button>
        <Menu
          label="Ready-made rules"
          placement="bottom start"
          trigger={<Button variant="quiet">Ready-made…</Button>}
          items={rulePresets.map(({ label, rule }) => ({
            id: label,
            label,
            isDisabled: rules.length >= MAX_RULES,
            onAction: () => addFrom(formOfRule(rule)),
          }))}
        />
      </div>
      {error === null ? null : <InlineNotice tone="fail">{error}</InlineNotice>}
      {rules.length === 0 ? null : <TryOut endpoint={endpoint} rules={rules} />}
      <ConfirmDialog
        isOpen={dropping !== null}
        title={`Delete the rule “${dropping?.name ?? ''}”?`}
        confirmLabel="Delete rule"
        isDangerous
        onConfirm={() => change((stored) => ({ rules: stored.rules.filter(({ id }) => id !== dropping?.id) }))}
        onClose={() => setDropping(null)}
      >
        <p>To keep it for later, switch it off instead.</p>
      </ConfirmDialog>
    </div>
  );
}

function swapped(rules: readonly ReplyRule[], id: string, to: MoveTo): readonly ReplyRule[] {
  const from = rules.findIndex((rule) => rule.id === id);
  const place = to === 'up' ? from - 1 : from + 1;
  const [rule, other] = [rules[from], rules[place]];
  if (rule === undefined || other === undefined) return rules;
  return rules.with(from, other).with(place, rule);
}

/** A row that moves leaves the focus behind in the page's tree, and a button at the list's end is disabled: it goes along. */
function useMovedFocus(rules: readonly ReplyRule[]) {
  const list = useRef<HTMLOListElement>(null);
  const pending = useRef<{ readonly id: string; readonly to: MoveTo } | null>(null);
  const [said, setSaid] = useState('');
  useEffect(() => {
    const move = pending.current;
    if (move === null) return;
    pending.current = null;
    const place = rules.findIndex(({ id }) => id === move.id);
    setSaid(`“${rules[place]?.name ?? ''}” is now rule ${place + 1} of ${rules.length}`);
    const row = list.current?.children[place];
    const button = (to: MoveTo) => row?.querySelector<HTMLElement>(`.rule-move-${to}:not(:disabled)`);
    (button(move.to) ?? button(move.to === 'up' ? 'down' : 'up'))?.focus();
  }, [rules]);
  const moved = (id: string, to: MoveTo): void => {
    pending.current = { id, to };
  };
  return { list, said, moved };
}
