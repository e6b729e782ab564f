import { Hammer } from 'lucide-react';
import { useState } from 'react';
import type { CheckOutcome, ExplainedVerdict } from '../../../../core/contract.ts';
import type { Draft } from '../../../../core/draft/draft.ts';
import type { Failure } from '../../../../core/failure.ts';
import type { Result } from '../../../../core/result.ts';
import type { VerdictEvidence } from '../../../../core/signature/verdict.ts';
import { type AppContext, useApp, useAppState, useEngine } from '../../store/context.tsx';
import { Button, ErrorState, HostileText, Select } from '../../ui/index.ts';
import { fittingSecrets } from '../sending/index.ts';
import { ComparedContents } from './ComparedContents.tsx';
import { compareSigned } from './forge-compare.ts';
import { newRun } from './use-search.ts';

export interface ForgeComparisonProps {
  readonly explained: ExplainedVerdict;
  /** The request to sign anew, as it came. */
  readonly draft: () => Promise<Result<Draft, Failure>>;
  /** Whose secrets come first; null: nobody's. */
  readonly endpointId: string | null;
}

interface Forged {
  readonly of: ExplainedVerdict;
  readonly secretId: string;
  readonly outcome: Result<CheckOutcome, Failure>;
}

/** Signs the request with the user's own secret and shows what would have been signed beside what was received. */
export function ForgeComparison({ explained, draft, endpointId }: ForgeComparisonProps) {
  const context = useApp();
  const secrets = useEngine((app) => app.secrets);
  const { scheme } = explained.verdict;
  const info = useAppState((state) => state.schemes.find((each) => each.id === scheme));
  const [chosen, setChosen] = useState<string | null>(null);
  const [forged, setForged] = useState<Forged | null>(null);
  const [isBusy, setBusy] = useState(false);
  if (scheme === null || info?.canSign !== true) return null;
  const usable = fittingSecrets(secrets, scheme, endpointId).filter(({ state }) => state === 'ready');
  const secret = usable.find(({ id }) => id === chosen) ?? usable[0];
  if (secret === undefined) return null;
  const forge = async () => {
    setBusy(true);
    try {
      const signing = { scheme, secretId: secret.id, signedUrl: explained.evidence?.url ?? null };
      setForged({ of: explained, secretId: secret.id, outcome: await forgedOutcome(context, await draft(), signing) });
    } finally {
      setBusy(false);
    }
  };
  const shown = forged?.of === explained && forged.secretId === secret.id ? forged.outcome : null;
  return (
    <div className="forge-compare">
      <div className="cause-actions">
        <Button size="small" icon={<Hammer size={13} />} isBusy={isBusy} onPress={() => void forge()}>
          Forge with my secret and compare
        </Button>
        {usable.length === 1 ? (
          <span className="section-dim">
            {secret.label} <code>{secret.masked}</code>
          </span>
        ) : (
          <Select
            label="Secret to forge with"
            hideLabel
            size="small"
            className="forge-secret"
            value={secret.id}
            options={usable.map(({ id, label, masked }) => ({ id, label: `${label}  ${masked}` }))}
            onChange={setChosen}
          />
        )}
      </div>
      {shown === null ? null : shown.ok ? (
        <Compared received={explained.evidence} forged={shown.value.explained.evidence} />
      ) : (
        <ErrorState failure={shown.failure} onDismiss={() => setForged(null)} />
      )}
    </div>
  );
}

/** Signs it and reads back from the signed request what was signed. */
async function forgedOutcome(
  { bridge }: AppContext,
  draft: Result<Draft, Failure>,
  signing: NonNullable<Draft['signing']>,
): Promise<Result<CheckOutcome, Failure>> {
  if (!draft.ok) return draft;
  const signed = await bridge.call('drafts.sign', { draft: { ...draft.value, signing } });
  if (!signed.ok) return signed;
  const { method, url, headers, body } = signed.value;
  return bridge.call('signatures.check', {
    run: newRun(),
    request: { method, url: signing.signedUrl ?? url, headers, body },
    scheme: signing.scheme,
    secrets: [{ kind: 'stored', id: signing.secretId }],
    nowMs: null,
  });
}

interface ComparedProps {
  readonly received: VerdictEvidence | null;
  readonly forged: VerdictEvidence | null;
}

function Compared({ received, forged }: ComparedProps) {
  const signatures = [
    { label: 'received', evidence: received },
    { label: 'forged', evidence: forged },
  ];
  const { words, compared } = compareSigned(received, forged);
  return (
    <section className="forge-result" aria-label="Received and forged">
      {signatures.map(({ label, evidence }) => (
        <p key={label} className="compared-row">
          <span className="compared-label">{label}</span>
          <code className="compared-value">
            {evidence?.source == null ? 'no signature' : <HostileText bytes>{evidence.source.value}</HostileText>}
          </code>
        </p>
      ))}
      <p>{words}</p>
      {compared === null ? null : <ComparedContents compared={compared} rightName="forged" />}
    </section>
  );
}
