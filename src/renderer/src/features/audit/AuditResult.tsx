import { ArrowLeft, ClipboardCheck } from 'lucide-react';
import { flushSync } from 'react-dom';
import { useApp } from '../../store/context.tsx';
import { Button, EmptyState, SplitPane, visibleText } from '../../ui/index.ts';
import { DraftEditor, SendFailure } from '../sending/index.ts';
import { AuditReport } from './AuditReport.tsx';
import { audit } from './actions.ts';
import { auditStore, useAudit } from './audit-store.ts';
import { lineId } from './ExchangeList.tsx';
import { ExchangePanel } from './ExchangePanel.tsx';

/** The audit under way, or what came of the last one. */
export function AuditResult() {
  const running = useAudit((state) => state.running);
  const ended = useAudit((state) => state.ended);
  const hasFailed = useAudit((state) => state.failed !== null);
  const isEditing = useAudit((state) => state.draft !== null);
  const selected = useAudit((state) => state.selected);
  if (running === null && hasFailed) return <NotAudited />;
  if (running === null && ended === null) {
    return (
      <EmptyState icon={<ClipboardCheck size={24} />} title="Does your handler refuse what it should?">
        <p>
          An audit sends it valid, forged, stale, replayed and broken requests of a scheme and says for each what came
          back. What is wrong comes with what to change.
        </p>
      </EmptyState>
    );
  }
  const checks = running?.checks ?? ended?.report.checks ?? [];
  const run = running?.order.run ?? ended?.order.run;
  const check = selected?.run === run ? checks.find(({ id }) => id === selected?.check) : undefined;
  const exchange = selected === null ? undefined : check?.exchanges[selected.index];
  return (
    <>
      {/* What was opened in the report stays open behind the draft. */}
      <div className="audit-shown" hidden={isEditing}>
        <SplitPane
          id="audit-exchange"
          label="Height of the report"
          orientation="vertical"
          firstSize={52}
          firstMin={160}
          secondMin={200}
          first={<AuditReport />}
          second={
            selected === null || check === undefined || exchange === undefined ? null : (
              <ExchangePanel place={selected} check={check} exchange={exchange} />
            )
          }
        />
      </div>
      {isEditing ? <ReportDraft /> : null}
    </>
  );
}

/** Nothing was or could be sent: one message in place of a finding for each question. */
function NotAudited() {
  const context = useApp();
  const failed = useAudit((state) => state.failed);
  const endpointId = useAudit((state) => state.form.endpointId);
  if (failed === null) return null;
  return (
    <section className="audit-failure" aria-label="Result of the audit">
      <SendFailure failure={failed.failure} endpointId={endpointId} onRetry={() => void audit(context, failed.order)} />
    </section>
  );
}

function ReportDraft() {
  const context = useApp();
  const editing = useAudit((state) => state.draft);
  const endpointId = useAudit((state) => state.form.endpointId);
  if (editing === null) return null;
  const { title, draft } = editing;
  const store = auditStore(context);
  const back = () => {
    flushSync(() => store.setState({ draft: null }));
    const { selected } = store.getState();
    if (selected !== null) document.getElementById(lineId(selected))?.focus();
  };
  return (
    <section className="audit-draft" aria-label="Request of the audit">
      <div className="audit-draft-bar">
        <Button size="small" variant="quiet" icon={<ArrowLeft size={13} />} autoFocus onPress={back}>
          Back to the report
        </Button>
        <span className="audit-draft-title">{visibleText(title)}</span>
        <span className="field-hint">As it was sent, signature included; choose a scheme to sign it anew.</span>
      </div>
      <DraftEditor
        key={title}
        id="audit"
        draft={draft}
        onChange={(next) => store.setState({ draft: { title, draft: next } })}
        origin={{ kind: 'forge' }}
        endpointId={endpointId}
        name={title}
      />
    </section>
  );
}
