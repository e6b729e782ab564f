import { useId, useState } from 'react';
import type { Endpoint } from '../../../../../core/endpoint.ts';
import type { ReplyRule } from '../../../../../core/reply/reply-settings.ts';
import { Button, InlineNotice, TextField, useUnsaved } from '../../../ui/index.ts';
import { RuleAnswer } from './RuleAnswer.tsx';
import { RuleMatch } from './RuleMatch.tsx';
import { type RuleForm, ruleOf, ruleProblems } from './rule-form.ts';
import { suggestedName } from './rule-words.ts';
import { TryOut } from './TryOut.tsx';
import { useSavedReplying } from './use-saved-endpoint.ts';

export interface RuleEditorProps {
  readonly endpoint: Endpoint;
  /** null: a new one. */
  readonly rule: ReplyRule | null;
  readonly initial: RuleForm;
  readonly onDone: () => void;
}

/** When a rule matches and what it then answers. Nothing is stored before Save. */
export function RuleEditor({ endpoint, rule, initial, onDone }: RuleEditorProps) {
  const save = useSavedReplying(endpoint);
  const heading = useId();
  const [form, setForm] = useState(initial);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [id] = useState(() => rule?.id ?? crypto.randomUUID());
  // Both are made of texts and lists of texts, in one order.
  useUnsaved(!busy && JSON.stringify(form) !== JSON.stringify(initial));
  const problems = ruleProblems(form);
  const isComplete = Object.keys(problems).length === 0;
  const typed = ruleOf(form, { id, isOn: rule?.isOn ?? true });
  const named: ReplyRule = { ...typed, name: typed.name || suggestedName(typed) };
  const change = (part: Partial<RuleForm>) => {
    setForm({ ...form, ...part });
    setError(null);
  };

  const store = async () => {
    setBusy(true);
    try {
      const problem = await save((stored) => ({ rules: withRule(stored.rules, named) }));
      if (problem === null) onDone();
      else setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="endpoint-form rule-editor" aria-labelledby={heading}>
      <h3 id={heading}>{rule === null ? 'New rule' : 'Edit the rule'}</h3>
      <TextField
        label="Name"
        value={form.name}
        onChange={(name) => change({ name })}
        placeholder={isComplete ? suggestedName(typed) : ''}
        maxLength={200}
        autoFocus
        hint="Shown in the list beside each capture that it answered."
      />
      <RuleMatch form={form} problems={problems} onChange={change} />
      <RuleAnswer form={form} problems={problems} onChange={change} />
      {isComplete ? <TryOut endpoint={endpoint} rules={withRule(endpoint.replying.rules, named)} of={id} /> : null}
      {error === null ? null : <InlineNotice tone="fail">{error}</InlineNotice>}
      <div className="endpoint-form-actions rule-editor-actions">
        <Button variant="primary" isBusy={busy} isDisabled={!isComplete} onPress={() => void store()}>
          Save rule
        </Button>
        <Button onPress={onDone}>Cancel</Button>
      </div>
    </section>
  );
}

/** In the place it has, else behind all others. */
function withRule(rules: readonly ReplyRule[], rule: ReplyRule): readonly ReplyRule[] {
  const at = rules.findIndex(({ id }) => id === rule.id);
  return at === -1 ? [...rules, rule] : rules.with(at, rule);
}
