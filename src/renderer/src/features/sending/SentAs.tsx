import { RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Draft } from '../../../../core/draft/draft.ts';
import { sendingRules } from '../../../../core/draft/sendable.ts';
import type { Failure } from '../../../../core/failure.ts';
import { fail, type Result } from '../../../../core/result.ts';
import { HeadersTable } from '../../body/index.ts';
import { useBridge } from '../../store/context.tsx';
import { Button, HostileText, Spinner } from '../../ui/index.ts';
import { missingSecret } from './resolve-secret.ts';
import { SendFailure } from './SendFailure.tsx';

/** Typing must not sign at every key: after this long without a change. */
const SETTLE_MS = 250;

export interface SentAsProps {
  readonly draft: Draft;
  readonly endpointId: string | null;
}

/** The request as it would go out now, signature included. */
export function SentAs({ draft, endpointId }: SentAsProps) {
  const bridge = useBridge();
  const [signed, setSigned] = useState<Result<Draft, Failure> | null>(null);
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks again for the same draft, with a fresh timestamp.
  useEffect(() => {
    let live = true;
    const missing = missingSecret(draft);
    if (missing !== null) {
      setSigned(fail(missing));
      return;
    }
    const timer = setTimeout(() => {
      void bridge.call('drafts.sign', { draft }).then((result) => {
        if (live) setSigned(result);
      });
    }, SETTLE_MS);
    return () => {
      live = false;
      clearTimeout(timer);
    };
  }, [bridge, draft, round]);

  if (signed === null)
    return (
      <div className="sent-as-wait">
        <Spinner label="Signing…" />
      </div>
    );
  if (!signed.ok)
    return <SendFailure failure={signed.failure} endpointId={endpointId} onRetry={() => setRound(round + 1)} />;
  const { method, url, headers } = signed.value;
  return (
    <div className="sent-as">
      <div className="sent-as-line">
        <span className="mono">
          <HostileText bytes>{method}</HostileText> <HostileText>{url}</HostileText>
        </span>
        {draft.signing === null ? null : (
          <Button size="small" variant="quiet" icon={<RefreshCw size={13} />} onPress={() => setRound(round + 1)}>
            Sign again
          </Button>
        )}
      </div>
      <HeadersTable headers={headers} label="Headers as sent" />
      <details className="sent-as-rules">
        <summary>What sending changes</summary>
        <ul>
          {sendingRules.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
      </details>
    </div>
  );
}
