import { SearchCode, ShieldQuestionMark } from 'lucide-react';
import type { CheckedRequest, CheckOutcome } from '../../../../core/contract.ts';
import { ok } from '../../../../core/result.ts';
import { verdictWords } from '../../../../core/signature/words.ts';
import { useApp, useAppState, useDialogs } from '../../store/context.tsx';
import { Button, EmptyState, ErrorState, InlineNotice, Spinner, VerdictMark } from '../../ui/index.ts';
import { AboutScheme, DiagnosisPanel, Evidence, ForgeComparison } from '../signature/index.ts';
import { check, stopCheck } from './actions.ts';
import { checkActions } from './check-actions.tsx';
import { useCheck } from './check-store.ts';

/** The verdict on what was checked last, and why. */
export function CheckResult() {
  const context = useApp();
  const checked = useCheck((state) => state.checked);
  const isRunning = useCheck((state) => state.run !== null);
  const isChanged = useCheck((state) => state.checked !== null && state.checked.form !== state.form);
  if (checked === null) {
    if (isRunning) {
      return (
        <div className="check-wait">
          <Spinner label="Checking…" />
          <Button size="small" onPress={() => stopCheck(context)}>
            Cancel
          </Button>
        </div>
      );
    }
    return (
      <EmptyState icon={<ShieldQuestionMark size={24} />} title="Is this signature right, and if not, why?">
        <p>
          Paste a request on the left (from a log, a curl command, a HAR file) with the secret it should be signed with.
          Nothing of it is stored or sent.
        </p>
      </EmptyState>
    );
  }
  return (
    <section className="check-result" aria-label="Result of the check" aria-busy={isRunning}>
      {isChanged && !isRunning ? (
        <InlineNotice
          actions={
            <Button size="small" onPress={() => void check(context)}>
              Check again
            </Button>
          }
        >
          What is on the left was changed since.
        </InlineNotice>
      ) : null}
      {checked.result.ok ? (
        <Outcome
          request={checked.request}
          outcome={checked.result.value}
          isRunning={isRunning}
          hadLonger={checked.longer}
        />
      ) : (
        <ErrorState failure={checked.result.failure} onRetry={() => void check(context)} />
      )}
    </section>
  );
}

interface OutcomeProps {
  readonly request: CheckedRequest;
  readonly outcome: CheckOutcome;
  readonly isRunning: boolean;
  /** Whether the search had more time than usual. */
  readonly hadLonger: boolean;
}

function Outcome({ request, outcome, isRunning, hadLonger }: OutcomeProps) {
  const context = useApp();
  const openDiscover = useDialogs((state) => state.openDiscover);
  const { explained, report } = outcome;
  const { verdict } = explained;
  const words = verdictWords(verdict);
  const name = useAppState((state) => state.schemes.find((each) => each.id === verdict.scheme)?.name);
  const isFailed = verdict.status === 'failed';
  const discover = (
    <div>
      <Button
        size="small"
        variant={isFailed ? 'quiet' : 'plain'}
        icon={<SearchCode size={13} />}
        onPress={() => openDiscover({ captureIds: [], request })}
      >
        Discover an unknown scheme
      </Button>
    </div>
  );
  return (
    <>
      <div className="check-verdict" role="status">
        <VerdictMark kind={verdict.status} reason={words.label.replace(/^[^:]*(: )?/, '') || null} size="heading" />
        {name === undefined ? null : <span className="section-dim">{name}</span>}
        <p>
          {words.sentence} {isFailed && verdict.reason === 'signature-mismatch' ? '' : words.hint}
        </p>
      </div>
      {isFailed ? (
        <DiagnosisPanel
          search={{
            found: report,
            failure: null,
            isRunning,
            again: () => void check(context),
            longer: hadLonger ? null : () => void check(context, true),
          }}
          scheme={verdict.scheme}
          actionsFor={(diagnosis) => checkActions(context, diagnosis)}
        >
          <ForgeComparison
            explained={explained}
            endpointId={null}
            draft={async () => ok({ ...request, signing: null })}
          />
          {discover}
        </DiagnosisPanel>
      ) : verdict.reason === 'no-scheme' || verdict.reason === 'unresolved-scheme' ? (
        discover
      ) : null}
      <Evidence explained={explained} />
      <AboutScheme schemeId={verdict.scheme} />
    </>
  );
}
