import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Endpoint } from '../../../../../core/endpoint.ts';
import { forwardingRules, passingRules } from '../../../../../core/forward/forwarded.ts';
import {
  type ForwardSettings,
  type ForwardTarget,
  MAX_FORWARD_TARGETS,
  MAX_FORWARD_TIMEOUT_MS,
  MIN_FORWARD_TIMEOUT_MS,
} from '../../../../../core/reply/reply-settings.ts';
import { Button, ConfirmDialog, InlineNotice, SavedTextField, Switch, TextField } from '../../../ui/index.ts';
import { ForwardTargetRow } from './ForwardTargetRow.tsx';
import { originElsewhere } from './origin-elsewhere.ts';
import { ReplyFields } from './ReplyFields.tsx';
import { useSavedReplying } from './use-saved-endpoint.ts';

/** A provider waits some seconds, and a handler that is not there says so at once. */
const newForward: ForwardSettings = {
  targets: [],
  timeoutMs: 10_000,
  fallback: { status: 202, headers: [], body: new Uint8Array(0) },
  queue: true,
  queueServerErrors: false,
};

/** `targetUrl`: what the change makes a target. */
type Save = (
  change: (forward: ForwardSettings) => ForwardSettings | null,
  targetUrl?: string,
) => Promise<string | null>;

/** Where requests are sent on to, and what happens when nobody answers there. Each field saves itself. */
export function Forward({ endpoint }: { readonly endpoint: Endpoint }) {
  const saveReplying = useSavedReplying(endpoint);
  const { forward } = endpoint.replying;
  const save: Save = (change, targetUrl) =>
    saveReplying(
      (stored) => ({ forward: change(stored.forward ?? newForward) }),
      targetUrl === undefined ? null : originElsewhere(targetUrl),
    );
  const add = (url: string) =>
    save((stored) => {
      const target: ForwardTarget = { id: crypto.randomUUID(), url, eventTypes: [], isDefault: false };
      return { ...stored, targets: [...stored.targets, target] };
    }, url);
  return (
    <div className="endpoint-form">
      <p className="field-hint">
        A request is sent on as it came, and the target’s reply goes back to the sender as it came. With several targets
        the sender gets the first one’s reply; the others get the request besides.
      </p>
      {forward === null || forward.targets.length === 0 ? null : (
        <ol className="forward-targets" aria-label="Targets">
          {forward.targets.map((target, index) => (
            <ForwardTargetRow
              key={target.id}
              target={target}
              place={index + 1}
              isAlone={forward.targets.length === 1}
              save={(part) => save((stored) => withTarget(stored, target.id, part), part.url)}
              onRemove={() => save((stored) => withoutTarget(stored, target.id))}
            />
          ))}
        </ol>
      )}
      {(forward?.targets.length ?? 0) >= MAX_FORWARD_TARGETS ? null : (
        <NewTarget isFirst={forward === null || forward.targets.length === 0} add={add} />
      )}
      {forward === null ? null : <WhenNobodyAnswers forward={forward} save={save} />}
      <WhatForwardingChanges />
      {forward === null ? null : <StopForwarding stop={() => save(() => null)} />}
    </div>
  );
}

function WhatForwardingChanges() {
  return (
    <details className="forwarding-rules">
      <summary>What forwarding changes</summary>
      <h4>On the way to a target</h4>
      <ul>
        {forwardingRules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
      <h4>On the reply’s way back</h4>
      <ul>
        {passingRules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
    </details>
  );
}

function withTarget(forward: ForwardSettings, id: string, part: Partial<ForwardTarget>): ForwardSettings {
  return { ...forward, targets: forward.targets.map((each) => (each.id === id ? { ...each, ...part } : each)) };
}

function withoutTarget(forward: ForwardSettings, id: string): ForwardSettings | null {
  const targets = forward.targets.filter((each) => each.id !== id);
  return targets.length === 0 ? null : { ...forward, targets };
}

interface NewTargetProps {
  readonly isFirst: boolean;
  readonly add: (url: string) => Promise<string | null>;
}

function NewTarget({ isFirst, add }: NewTargetProps) {
  const [url, setUrl] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const store = async () => {
    if (url.trim() === '' || busy) return;
    setBusy(true);
    try {
      const problem = await add(url.trim());
      setError(problem);
      if (problem === null) {
        setUrl('');
        // The button is disabled now, and would take the focus with it.
        input.current?.focus();
      }
    } finally {
      setBusy(false);
    }
  };
  return (
    <TextField
      label={isFirst ? 'Forward to' : 'Another target'}
      mono
      inputMode="url"
      placeholder="http://127.0.0.1:3000/webhooks"
      value={url}
      onChange={(text) => {
        setUrl(text);
        setError(null);
      }}
      error={error}
      onSubmit={() => void store()}
      inputRef={input}
      suffix={
        <Button icon={<Plus size={14} />} isBusy={busy} isDisabled={url.trim() === ''} onPress={() => void store()}>
          {isFirst ? 'Forward' : 'Add target'}
        </Button>
      }
    />
  );
}

function WhenNobodyAnswers({ forward, save }: { readonly forward: ForwardSettings; readonly save: Save }) {
  const [error, setError] = useState<string | null>(null);
  const set = (part: Partial<ForwardSettings>) => save((stored) => ({ ...stored, ...part }));
  const saveTimeout = async (text: string) => {
    const timeoutMs = Math.round(Number(text.replace(',', '.')) * 1000);
    if (!(text.trim() !== '' && timeoutMs >= MIN_FORWARD_TIMEOUT_MS && timeoutMs <= MAX_FORWARD_TIMEOUT_MS)) {
      return `Enter ${MIN_FORWARD_TIMEOUT_MS / 1000} to ${MAX_FORWARD_TIMEOUT_MS / 1000} seconds`;
    }
    return set({ timeoutMs });
  };
  return (
    <fieldset className="rule-part">
      <legend>When a target does not answer</legend>
      <SavedTextField
        label="It has"
        className="forward-timeout"
        mono
        inputMode="numeric"
        value={String(forward.timeoutMs / 1000)}
        suffix="seconds to answer"
        save={saveTimeout}
      />
      <div className="replies-switch">
        <Switch isSelected={forward.queue} onChange={(queue) => void set({ queue }).then(setError)}>
          Keep the request and deliver it later
        </Switch>
        <p className="field-hint">In the order in which they came, with growing delays. They are seen under Queue.</p>
      </div>
      <div className="replies-switch">
        <Switch
          isSelected={forward.queueServerErrors}
          onChange={(queueServerErrors) => void set({ queueServerErrors }).then(setError)}
        >
          An answer of 500 or above is no answer
        </Switch>
        <p className="field-hint">Otherwise it goes to the sender like any other.</p>
      </div>
      {error === null ? null : <InlineNotice tone="fail">{error}</InlineNotice>}
      <h4 className="forward-fallback">The sender then gets</h4>
      <ReplyFields
        reply={forward.fallback}
        bodyRows={3}
        save={(part) => save((stored) => ({ ...stored, fallback: { ...stored.fallback, ...part } }))}
      />
    </fieldset>
  );
}

function StopForwarding({ stop }: { readonly stop: () => Promise<string | null> }) {
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<string | null>(null);
  return (
    <div className="endpoint-danger">
      <p>{error ?? 'Without forwarding, the default reply answers.'}</p>
      <Button onPress={() => setAsking(true)}>Stop forwarding…</Button>
      <ConfirmDialog
        isOpen={asking}
        title="Stop forwarding?"
        confirmLabel="Stop forwarding"
        isDangerous
        onConfirm={async () => setError(await stop())}
        onClose={() => setAsking(false)}
      >
        <p>The targets and the fallback are forgotten. What waits in the queue stays there until you drop it.</p>
      </ConfirmDialog>
    </div>
  );
}
