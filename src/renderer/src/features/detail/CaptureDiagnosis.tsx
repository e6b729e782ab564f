import { SearchCode } from 'lucide-react';
import type { CaptureDetail } from '../../../../core/capture.ts';
import type { ExplainedVerdict } from '../../../../core/contract.ts';
import { useApp, useEngine } from '../../store/context.tsx';
import { Button } from '../../ui/index.ts';
import { DiagnosisPanel, ForgeComparison, useSearch } from '../signature/index.ts';
import { causeActions } from './cause-actions.tsx';

export interface CaptureDiagnosisProps {
  readonly detail: CaptureDetail;
  readonly explained: ExplainedVerdict;
  /** The scheme the user looks at; null: the one that counts. */
  readonly scheme: string | null;
}

/** Why the capture's signature fails. Searched for by itself while it is shown, and again when it was judged again. */
export function CaptureDiagnosis({ detail, explained, scheme }: CaptureDiagnosisProps) {
  const context = useApp();
  const { bridge, stores } = context;
  const target = useEngine((app) => app.settings.send.target);
  const { verdict } = explained;
  const { id } = detail;
  const isFailed = verdict.status === 'failed';
  const search = useSearch(isFailed ? `${id} ${scheme}` : null, explained, (run, longer) =>
    bridge.call('captures.diagnose', { run, id, scheme, longer }),
  );
  const discover = (
    <Button
      size="small"
      variant={isFailed ? 'quiet' : 'plain'}
      icon={<SearchCode size={13} />}
      onPress={() => stores.dialogs.getState().openDiscover({ captureIds: [id] })}
    >
      Discover an unknown scheme
    </Button>
  );
  if (!isFailed)
    return verdict.reason === 'no-scheme' || verdict.reason === 'unresolved-scheme' ? <div>{discover}</div> : null;
  return (
    <DiagnosisPanel
      // What was opened and forged for one capture says nothing of the next.
      key={`${id} ${scheme}`}
      search={search}
      scheme={verdict.scheme}
      actionsFor={(diagnosis) => causeActions(context, detail, verdict.scheme, diagnosis)}
    >
      <ForgeComparison
        explained={explained}
        endpointId={detail.endpointId}
        draft={() => bridge.call('captures.draft', { id, target, resign: false })}
      />
      <div>{discover}</div>
    </DiagnosisPanel>
  );
}
