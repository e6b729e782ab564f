import { X } from 'lucide-react';
import { useState } from 'react';
import { type ProviderPolicy, plainPolicy, providerPolicy } from '../../../../../core/deliver/provider-policy.ts';
import type { Draft } from '../../../../../core/draft/draft.ts';
import type { Failure } from '../../../../../core/failure.ts';
import type { Result } from '../../../../../core/result.ts';
import { schemeHint } from '../../../../../core/signature/scheme-info.ts';
import { Segmented } from '../../../body/index.ts';
import { useSubmitPane } from '../../../commands/submit-pane.ts';
import { useApp, useAppState } from '../../../store/context.tsx';
import { formatClock, IconButton, Select } from '../../../ui/index.ts';
import { missingSecret } from '../resolve-secret.ts';
import { SendFailure } from '../SendFailure.tsx';
import { sendConfirmed } from '../sending-store.ts';
import { BurstForm } from './BurstForm.tsx';
import { BurstResult } from './BurstResult.tsx';
import { choose, type DeliverChoices, readBurst, useChoices } from './choices.ts';
import { DeliveryForm } from './DeliveryForm.tsx';
import { DeliveryTimeline } from './DeliveryTimeline.tsx';
import { formOf, readForm } from './policy-form.ts';
import { useBursts, useDeliveries } from './use-runs.ts';
import './deliver.css';

/** Stands for "no provider in particular": `Select` needs an id, and no scheme is called this. */
const NONE = ' none';

export interface DeliverPanelProps {
  /** The editor's id. */
  readonly editor: string;
  readonly draft: Draft;
  readonly endpointId: string | null;
}

/** Sends a draft as its provider would, retries included, or many times at once. */
export function DeliverPanel({ editor, draft, endpointId }: DeliverPanelProps) {
  const context = useApp();
  const schemes = useAppState((state) => state.schemes);
  const choices = useChoices(editor);
  const set = (patch: Partial<DeliverChoices>) => choose(context, editor, patch);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isStarting, setStarting] = useState(false);
  const [shownRun, setShownRun] = useState<string | null>(null);
  const runs = useDeliveries();
  const bursts = useBursts();

  const { mode, changed, speed, burst } = choices;
  const provider = choices.provider === undefined ? (draft.signing?.scheme ?? null) : choices.provider;
  const scheme = schemes.find((one) => one.id === provider);
  const known: ProviderPolicy =
    scheme === undefined
      ? { policy: plainPolicy, notes: [], maxDeadlineMs: null, maxAttempts: null }
      : providerPolicy(scheme.delivery);
  const form = { ...formOf(known.policy), ...changed };
  const read = readForm(form);
  const readOfBurst = readBurst(burst);

  /** One at a time; what is unconfirmed is asked for once. */
  const begin = async <T,>(call: () => Promise<Result<T, Failure>>): Promise<T | null> => {
    const missing = missingSecret(draft);
    setFailure(missing);
    if (missing !== null) return null;
    setStarting(true);
    try {
      const result = await sendConfirmed(context, call);
      if (result === null) return null;
      if (result.ok) return result.value;
      setFailure(result.failure);
      return null;
    } finally {
      setStarting(false);
    }
  };
  const deliver = async () => {
    const { policy } = read;
    if (policy === null || isStarting) return;
    const begun = await begin(() =>
      context.bridge.call('deliveries.start', { draft, scheme: scheme?.id ?? null, policy, speed }),
    );
    if (begun !== null) setShownRun(begun.id);
  };
  const sendBurst = async () => {
    const { policy } = read;
    const { count, concurrency, problems } = readOfBurst;
    if (policy === null || problems !== null || isStarting) return;
    const { deadlineMs, verifyTls } = policy;
    const plan = { count, concurrency, repeat: burst.repeat, deadlineMs, verifyTls };
    const started = await begin(() => context.bridge.call('bursts.start', { draft, scheme: scheme?.id ?? null, plan }));
    if (started !== null) setShownRun(started.id);
  };

  const isDelivery = mode === 'delivery';
  const start = () => void (isDelivery ? deliver() : sendBurst());
  const pane = useSubmitPane<HTMLElement>({ kind: 'draft', submit: start });
  const rows = isDelivery ? runs : bursts;
  const shown = rows?.find(({ id }) => id === shownRun) ?? rows?.[0];
  const run = runs?.find(({ id }) => id === shown?.id);
  const sent = bursts?.find(({ id }) => id === shown?.id);
  const isEmpty = rows !== null && shown === undefined;

  return (
    <section className="deliver" aria-label="Deliver like the provider" ref={pane}>
      <header className="deliver-bar">
        <Segmented
          label="What to send"
          value={mode}
          onChange={(next) => set({ mode: next })}
          options={[
            { id: 'delivery', label: 'Delivery' },
            { id: 'burst', label: 'Burst' },
          ]}
        />
        <Select
          label="Provider"
          hideLabel
          searchable
          size="small"
          className="deliver-provider"
          value={scheme?.id ?? NONE}
          onChange={(id) => set({ provider: id === NONE ? null : id, changed: {} })}
          options={[
            { id: NONE, label: 'No provider in particular' },
            ...schemes
              .map((one) => ({ id: one.id, label: one.name, hint: schemeHint(one) }))
              .toSorted((a, b) => a.label.localeCompare(b.label)),
          ]}
        />
        <span className="deliver-space" />
        {rows !== null && rows.length > 1 ? (
          <Select
            label={isDelivery ? 'Deliveries' : 'Bursts'}
            hideLabel
            size="small"
            className="deliver-runs"
            value={shown?.id ?? null}
            onChange={setShownRun}
            options={rows.map((one) => ({
              id: one.id,
              label: `${formatClock(one.startedAt)}  ${stateWord(one)}`,
              hint: `${one.method} ${one.url}`.slice(0, 120),
            }))}
          />
        ) : null}
        <IconButton
          label="Close"
          size="small"
          icon={<X size={14} />}
          onPress={() => choose(context, editor, { isOpen: false })}
        />
      </header>
      {failure === null ? null : (
        <SendFailure failure={failure} endpointId={endpointId} onDismiss={() => setFailure(null)} onRetry={start} />
      )}
      <div className="deliver-columns">
        {isDelivery ? (
          <DeliveryForm
            choices={choices}
            onChange={set}
            known={known}
            form={form}
            read={read}
            isSigned={draft.signing !== null}
            isStarting={isStarting}
            onStart={start}
          >
            {run === undefined ? null : <DeliveryTimeline key={run.id} run={run} endpointId={endpointId} />}
            {isEmpty ? (
              <p className="deliver-nothing">
                Attempts, waits and the outcome appear here. Deliveries go on when this page is closed, and end with
                Hookproof.
              </p>
            ) : null}
          </DeliveryForm>
        ) : (
          <BurstForm
            burst={burst}
            onChange={(next) => set({ burst: next })}
            read={read}
            isSigned={draft.signing !== null}
            isStarting={isStarting}
            isRunning={bursts?.[0]?.state === 'running'}
            onStart={start}
          >
            {sent === undefined ? null : <BurstResult key={sent.id} burst={sent} endpointId={endpointId} />}
            {isEmpty ? (
              <p className="deliver-nothing">Progress, outcomes and latency percentiles appear here.</p>
            ) : null}
          </BurstForm>
        )}
      </div>
    </section>
  );
}

type Row = NonNullable<ReturnType<typeof useDeliveries>>[number] | NonNullable<ReturnType<typeof useBursts>>[number];

function stateWord({ state }: Row): string {
  if (typeof state === 'string') return state;
  if (state.kind !== 'ended') return state.kind;
  return { succeeded: 'delivered', 'given-up': 'given up', cancelled: 'cancelled', stopped: 'stopped' }[state.outcome];
}
