import { ChevronDown, ChevronRight, Download, RotateCw } from 'lucide-react';
import { type ReactNode, useId, useMemo, useState } from 'react';
import type { AuditFileFormat, CheckReport } from '../../../../core/audit/audit.ts';
import { useApp, useAppState } from '../../store/context.tsx';
import { Button, formatClock, formatCount, HostileText, InlineNotice, Menu } from '../../ui/index.ts';
import { audit, cancelAudit, saveReport } from './actions.ts';
import { type EndedAudit, type RunningAudit, useAudit } from './audit-store.ts';
import { CheckRow } from './CheckRow.tsx';
import { changeOf, compareRuns, differenceWords, type RunDifference } from './compare-runs.ts';
import { cancelledWords, groupChecks, summaryLine } from './report-groups.ts';

/** Every check as it is done, then the report: findings first, and open. */
export function AuditReport() {
  const running = useAudit((state) => state.running);
  const ended = useAudit((state) => state.ended);
  return (
    <section className="audit-report" aria-label="Result of the audit" aria-busy={running !== null}>
      <Head running={running} ended={ended} />
      {running !== null ? (
        <ol className="audit-checks" aria-label="Checks that are done">
          {running.checks.map((check) => (
            <CheckRow key={check.id} run={running.order.run} check={check} isOpenAtFirst={false} change={null} />
          ))}
        </ol>
      ) : ended !== null ? (
        <Ended key={ended.order.run} ended={ended} />
      ) : null}
    </section>
  );
}

interface HeadProps {
  readonly running: RunningAudit | null;
  readonly ended: EndedAudit | null;
}

/** Stays from the running audit to its report, and the focus of its buttons with it. */
function Head({ running, ended }: HeadProps) {
  const context = useApp();
  const order = running?.order ?? ended?.order;
  const name = useAppState((state) => state.schemes.find(({ id }) => id === order?.scheme)?.name ?? order?.scheme);
  if (order === undefined) return null;
  return (
    <header className="audit-head">
      <div className="audit-head-text">
        <h2>
          <HostileText className="mono">{order.target}</HostileText>
        </h2>
        <p className="section-dim">
          {name}
          {running === null && ended !== null ? `, ${formatClock(ended.report.startedAt)}` : ''}
        </p>
      </div>
      <div className="audit-head-actions">
        {running === null ? null : (
          <Button size="small" isBusy={running.isCancelling} onPress={() => cancelAudit(context)}>
            Cancel
          </Button>
        )}
        {ended === null ? null : (
          <>
            <Button
              size="small"
              icon={<RotateCw size={13} />}
              isBusy={running !== null}
              onPress={() => void audit(context, ended.order)}
            >
              Run again
            </Button>
            <SaveMenu run={ended.order.run} isDisabled={running !== null} />
          </>
        )}
      </div>
      <div className="audit-summary">
        {running === null ? null : <Progress running={running} />}
        {/* Only the outcome is read out, not each step. */}
        <strong role="status">{running === null && ended !== null ? summaryLine(ended.report) : null}</strong>
      </div>
    </header>
  );
}

function Progress({ running: { done, total, sent } }: { readonly running: RunningAudit }) {
  return (
    <>
      <progress aria-label="Checks done" {...(total === 0 ? {} : { value: done, max: total })} />
      <span>
        {total === 0 ? 'Sending the first request…' : `${done} of ${total} checks`}
        {sent === 0 ? '' : `, ${formatCount(sent)} requests sent`}
      </span>
    </>
  );
}

const formats: readonly { readonly id: AuditFileFormat; readonly label: string }[] = [
  { id: 'html', label: 'HTML, to read and pass on' },
  { id: 'json', label: 'JSON, for scripts' },
  { id: 'junit', label: 'JUnit XML, for CI' },
];

function SaveMenu({ run, isDisabled }: { readonly run: string; readonly isDisabled: boolean }) {
  const context = useApp();
  return (
    <Menu
      label="Save the report as"
      trigger={
        <Button size="small" icon={<Download size={13} />} isDisabled={isDisabled}>
          Save report
        </Button>
      }
      items={formats.map(({ id, label }) => ({ id, label, onAction: () => void saveReport(context, run, id) }))}
    />
  );
}

function Ended({ ended: { order, report } }: { readonly ended: EndedAudit }) {
  const before = useAudit((state) => state.before);
  const { findings, passed, notApplicable } = useMemo(() => groupChecks(report.checks), [report]);
  const difference = useMemo(() => (before === null ? null : compareRuns(before.report, report)), [before, report]);
  const rows = (checks: readonly CheckReport[], isOpenAtFirst: boolean) => (
    <ol className="audit-checks">
      {checks.map((check) => (
        <CheckRow
          key={check.id}
          run={order.run}
          check={check}
          isOpenAtFirst={isOpenAtFirst}
          change={changeOf(difference, check.id)}
        />
      ))}
    </ol>
  );
  return (
    <>
      {report.cancelled ? <InlineNotice tone="warn">{cancelledWords(report)}</InlineNotice> : null}
      {before === null || difference === null ? null : (
        <Difference difference={difference} since={before.report.startedAt} />
      )}
      {findings.length === 0 ? (
        report.cancelled || difference !== null ? null : (
          <InlineNotice tone="ok">Every question that applies was answered as it should be.</InlineNotice>
        )
      ) : (
        <section className="audit-group" aria-label="Findings">
          <h3>Findings ({findings.length})</h3>
          {rows(findings, true)}
        </section>
      )}
      {report.weaknesses.length === 0 ? null : (
        <section className="audit-group" aria-label="Of the scheme itself">
          <h3>Of the scheme itself</h3>
          <div className="audit-weaknesses">
            <p className="section-dim">True of every handler of this scheme, whatever yours does. No findings.</p>
            <ul>
              {report.weaknesses.map((weakness) => (
                <li key={weakness}>{weakness}</li>
              ))}
            </ul>
          </div>
        </section>
      )}
      <Folded title="Passed" count={passed.length}>
        {rows(passed, false)}
      </Folded>
      <Folded title="Not applicable" count={notApplicable.length}>
        {rows(notApplicable, false)}
      </Folded>
    </>
  );
}

function Difference({ difference, since }: { readonly difference: RunDifference; readonly since: number }) {
  const lines = [
    ['Fixed', difference.fixed],
    ['New', difference.added],
    ['Not answered this time', difference.open],
  ] as const;
  return (
    <InlineNotice
      tone={difference.added.length > 0 ? 'warn' : difference.fixed.length > 0 ? 'ok' : 'neutral'}
      title={`Since the run at ${formatClock(since)}: ${differenceWords(difference)}.`}
    >
      {lines.map(([word, checks]) =>
        checks.length === 0 ? null : (
          <p key={word}>
            {word}: {checks.map(({ title }) => title).join('; ')}.
          </p>
        ),
      )}
    </InlineNotice>
  );
}

interface FoldedProps {
  readonly title: string;
  readonly count: number;
  readonly children: ReactNode;
}

function Folded({ title, count, children }: FoldedProps) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  if (count === 0) return null;
  return (
    <section className="audit-group" aria-label={title}>
      <h3>
        <button type="button" aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
          {isOpen ? <ChevronDown size={14} aria-hidden="true" /> : <ChevronRight size={14} aria-hidden="true" />}
          {title} ({count})
        </button>
      </h3>
      <div id={id} hidden={!isOpen}>
        {isOpen ? children : null}
      </div>
    </section>
  );
}
