import type { VerdictEvidence } from '../../../../core/signature/verdict.ts';
import { Badge, CopyButton, HostileText } from '../../ui/index.ts';
import { type ComparedRow, compareValues } from './compare.ts';
import { useSecretName } from './secret-names.ts';

/** What each secret would have given, under what was received, with the first difference marked. */
export function ComparedValues({ evidence }: { readonly evidence: VerdictEvidence }) {
  const nameOf = useSecretName();
  const comparisons = compareValues(evidence);
  if (comparisons.length === 0) {
    return (
      <div className="compared">
        {evidence.received.map((value) => (
          <p key={value} className="compared-row">
            <span className="compared-label">received</span>
            <code className="compared-value">
              <HostileText bytes>{value}</HostileText>
            </code>
          </p>
        ))}
      </div>
    );
  }
  return (
    <div className="compared">
      {comparisons.map(({ secretId, expected, received, firstDifference }) => (
        <div key={secretId} className="comparison">
          <p className="comparison-title">
            with secret <strong>{nameOf(secretId)}</strong>{' '}
            {firstDifference === null ? (
              <Badge tone="ok">equal</Badge>
            ) : received === null ? null : (
              <Badge tone="fail">
                {received.differs === '' ? 'received value ends' : 'first difference'} at character{' '}
                {firstDifference + 1}
              </Badge>
            )}
          </p>
          {received === null ? null : <Row label="received" row={received} />}
          <Row label="expected" row={expected} />
        </div>
      ))}
    </div>
  );
}

function Row({ label, row }: { readonly label: string; readonly row: ComparedRow }) {
  return (
    <div className="compared-row">
      <span className="compared-label">{label}</span>
      <code className="compared-value" dir="ltr">
        <span className="compared-prefix">
          <HostileText bytes>{row.prefix}</HostileText>
        </span>
        <HostileText bytes>{row.same}</HostileText>
        {row.differs === '' ? null : (
          <mark className="compared-mark">
            <HostileText bytes>{row.differs}</HostileText>
          </mark>
        )}
        <span className="compared-rest">
          <HostileText bytes>{row.rest}</HostileText>
        </span>
      </code>
      <CopyButton text={row.prefix + row.same + row.differs + row.rest} label={`Copy the ${label} value`} />
    </div>
  );
}
