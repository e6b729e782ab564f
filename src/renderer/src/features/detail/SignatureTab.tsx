import { Pin, PinOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { CaptureDetail } from '../../../../core/capture.ts';
import type { ExplainedVerdict } from '../../../../core/contract.ts';
import type { Failure } from '../../../../core/failure.ts';
import { schemeHint } from '../../../../core/signature/scheme-info.ts';
import { useApp, useAppState, useBridge, useEngine } from '../../store/context.tsx';
import { Button, ErrorState, Select, Spinner } from '../../ui/index.ts';
import { AboutScheme, Evidence } from '../signature/index.ts';
import { CaptureDiagnosis } from './CaptureDiagnosis.tsx';
import { VerdictNotice } from './VerdictNotice.tsx';

/** Stands for "detected": `Select` needs an id, and no scheme is called this. */
const DETECTED = ' detected';

/** What the verdict rests on, for the scheme that counts or any other one. */
export function SignatureTab({ detail }: { readonly detail: CaptureDetail }) {
  const [choice, setChoice] = useState<{ id: number; scheme: string } | null>(null);
  const chosen = choice?.id === detail.id ? choice.scheme : null;
  const { explained, failure } = useExplained(detail, chosen);
  if (failure !== null) return <ErrorState failure={failure} />;
  if (explained === null) {
    return (
      <div className="detail-wait">
        <Spinner label="Judging…" />
      </div>
    );
  }
  return (
    <div className="detail-scroll signature">
      <SchemeBar
        detail={detail}
        explained={explained}
        chosen={chosen}
        onChoose={(scheme) => setChoice(scheme === null ? null : { id: detail.id, scheme })}
      />
      <VerdictNotice detail={detail} verdict={explained.verdict} on="signature" />
      <CaptureDiagnosis detail={detail} explained={explained} scheme={chosen} />
      <Evidence explained={explained} />
      <AboutScheme schemeId={explained.verdict.scheme} />
    </div>
  );
}

/** Asked again when the capture was judged again or the secrets changed; the last answer stays until the next is here. */
function useExplained(detail: CaptureDetail, scheme: string | null) {
  const bridge = useBridge();
  const secrets = useEngine((app) => app.secrets);
  const [answer, setAnswer] = useState<{
    id: number;
    explained: ExplainedVerdict | null;
    failure: Failure | null;
  } | null>(null);
  const { id } = detail;
  // biome-ignore lint/correctness/useExhaustiveDependencies: changed secrets and a new state of the capture are reasons to ask again.
  useEffect(() => {
    let live = true;
    void bridge.call('captures.explain', { id, scheme }).then((result) => {
      if (!live) return;
      setAnswer(
        result.ok ? { id, explained: result.value, failure: null } : { id, explained: null, failure: result.failure },
      );
    });
    return () => {
      live = false;
    };
  }, [bridge, id, scheme, secrets, detail]);
  const current = answer?.id === id ? answer : null;
  return { explained: current?.explained ?? null, failure: current?.failure ?? null };
}

interface SchemeBarProps {
  readonly detail: CaptureDetail;
  readonly explained: ExplainedVerdict;
  readonly chosen: string | null;
  readonly onChoose: (scheme: string | null) => void;
}

function SchemeBar({ detail, explained, chosen, onChoose }: SchemeBarProps) {
  const { bridge, stores } = useApp();
  const schemes = useAppState((state) => state.schemes);
  const endpoint = useEngine((app) => app.endpoints.find((each) => each.id === detail.endpointId));
  const pinned = endpoint?.scheme ?? null;
  const { candidates, verdict } = explained;
  const nameOf = (id: string) => schemes.find((each) => each.id === id)?.name ?? id;
  const pin = async (scheme: string | null) => {
    if (endpoint === undefined) return;
    const done = await bridge.call('endpoints.update', { id: endpoint.id, scheme });
    if (!done.ok) stores.toasts.showFailure(done.failure);
    else onChoose(null);
  };
  const others = schemes
    .filter((scheme) => scheme.kind !== 'none' && !candidates.includes(scheme.id))
    .toSorted((a, b) => a.name.localeCompare(b.name));
  return (
    <div className="scheme-bar">
      <Select
        label="Judged by"
        hideLabel
        size="small"
        searchable
        className="scheme-select"
        value={chosen ?? DETECTED}
        onChange={(id) => onChoose(id === DETECTED ? null : id)}
        options={[
          {
            id: DETECTED,
            label: `${pinned === null ? 'Detected' : 'Pinned'}: ${verdict.scheme === null ? 'none' : chosen === null ? nameOf(verdict.scheme) : pinned === null ? 'automatic' : nameOf(pinned)}`,
          },
          ...candidates.map((id) => ({ id, label: nameOf(id), hint: 'fits the headers' })),
          ...others.map((scheme) => ({ id: scheme.id, label: scheme.name, hint: schemeHint(scheme) })),
        ]}
      />
      {endpoint === undefined ? null : chosen !== null && chosen !== pinned ? (
        <Button size="small" icon={<Pin size={13} />} onPress={() => void pin(chosen)}>
          Always use for {endpoint.name}
        </Button>
      ) : pinned === null ? null : (
        <Button size="small" variant="quiet" icon={<PinOff size={13} />} onPress={() => void pin(null)}>
          Detect from headers again
        </Button>
      )}
    </div>
  );
}
