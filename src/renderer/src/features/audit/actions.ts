import type { AuditFileFormat, AuditOrder, AuditProgress } from '../../../../core/audit/audit.ts';
import { utf8Bytes } from '../../../../core/bytes.ts';
import type { CaptureSummary } from '../../../../core/capture.ts';
import type { Draft } from '../../../../core/draft/draft.ts';
import type { ForgeTemplate } from '../../../../core/forge/template.ts';
import { downloadBytes } from '../../body/index.ts';
import type { AppContext } from '../../store/context.tsx';
import { ANY_SECRET, curlOf, sendConfirmed } from '../sending/index.ts';
import { newRun } from '../signature/index.ts';
import { type AuditForm, auditStore, type ExchangePlace, type RunningAudit } from './audit-store.ts';

export function setForm(context: AppContext, change: Partial<AuditForm>): void {
  auditStore(context).setState(({ form }) => ({ form: { ...form, ...change } }));
}

/** Audits a handler with a captured request: its scheme and its endpoint's secrets go with it. */
export function auditCapture(
  context: AppContext,
  { id, endpointId, verdicts }: Pick<CaptureSummary, 'id' | 'endpointId' | 'verdicts'>,
): void {
  const scheme = verdicts[0]?.scheme ?? null;
  setForm(context, {
    endpointId,
    requestFrom: { kind: 'capture', id },
    ...(scheme === null ? {} : { signing: { scheme, secretId: ANY_SECRET, signedUrl: null } }),
  });
  context.stores.navigation.getState().go('audit');
}

/** Audits the handler that a forged request goes to, with the template it began as. */
export function auditTemplate(context: AppContext, template: ForgeTemplate, draft: Draft): void {
  setForm(context, {
    target: draft.url,
    signing: draft.signing ?? { scheme: template.scheme, secretId: ANY_SECRET, signedUrl: null },
    requestFrom: { kind: 'template', id: template.id },
  });
  context.stores.navigation.getState().go('audit');
}

/** One at a time: nothing happens while another is under way. */
export async function audit(context: AppContext, what: Omit<AuditOrder, 'run'>): Promise<void> {
  const { bridge } = context;
  const store = auditStore(context);
  if (store.getState().running !== null) return;
  const order: AuditOrder = { ...what, run: newRun() };
  store.setState({ failed: null, selected: null, draft: null });
  const stop = bridge.on('audits.progress', (progress) => {
    if (progress.run !== order.run) return;
    store.setState(({ running }) => ({ running: running === null ? null : advanced(running, progress) }));
  });
  try {
    const result = await sendConfirmed(context, () => {
      store.setState({ running: { order, checks: [], done: 0, total: 0, sent: 0, isCancelling: false } });
      return bridge.call('audits.run', order);
    });
    // Not sent to another machine, or cancelled before its turn: what was there before stays.
    if (result === null || (!result.ok && result.failure.code === 'cancelled')) return;
    store.setState(({ ended, before }) => ({
      ...(result.ok
        ? { ended: { order, report: result.value } }
        : { ended: null, failed: { order, failure: result.failure } }),
      before: ended === null || ended.report.cancelled ? before : ended,
    }));
  } finally {
    stop();
    store.setState({ running: null });
  }
}

function advanced(running: RunningAudit, { report, done, total }: AuditProgress): RunningAudit {
  return report === null
    ? { ...running, done, total, sent: running.sent + 1 }
    : { ...running, done, total, checks: [...running.checks, report] };
}

/** What is done so far becomes the report. */
export function cancelAudit(context: AppContext): void {
  const store = auditStore(context);
  const { running } = store.getState();
  if (running === null) return;
  store.setState({ running: { ...running, isCancelling: true } });
  void context.bridge.call('audits.cancel', { run: running.order.run });
}

/** Opens the request as it was sent, whole, in the draft editor. */
export async function openDraft(context: AppContext, place: ExchangePlace, title: string): Promise<void> {
  const draft = await context.bridge.call('audits.draft', place);
  if (draft.ok) auditStore(context).setState({ draft: { title, draft: draft.value } });
  else context.stores.toasts.showFailure(draft.failure);
}

/** null: there is no such command, which is then said. */
export async function curlOfExchange({ bridge, stores }: AppContext, place: ExchangePlace): Promise<string | null> {
  const draft = await bridge.call('audits.draft', place);
  const curl = draft.ok ? await curlOf(bridge, draft.value) : draft;
  if (curl.ok) return curl.value;
  stores.toasts.showFailure(curl.failure);
  return null;
}

export async function saveReport({ bridge, stores }: AppContext, run: string, format: AuditFileFormat): Promise<void> {
  const file = await bridge.call('audits.export', { run, format });
  if (file.ok) downloadBytes(utf8Bytes(file.value.text), file.value.fileName);
  else stores.toasts.showFailure(file.failure);
}
