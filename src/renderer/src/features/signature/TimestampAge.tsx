import type { TimestampEvidence } from '../../../../core/signature/verdict.ts';
import { Badge, formatDuration, formatMoment, HostileText } from '../../ui/index.ts';

/** The timestamp, how old it was, and what the scheme accepts. */
export function TimestampAge({ timestamp }: { readonly timestamp: TimestampEvidence }) {
  const { source, raw, atMs, ageSeconds, toleranceSeconds, covered } = timestamp;
  return (
    <div className="timestamp">
      <p>
        <span className="mono">
          <span className="section-dim">
            <HostileText bytes>{source}</HostileText>:{' '}
          </span>
          <HostileText bytes>{raw}</HostileText>
        </span>
        {atMs === null ? null : <span className="section-dim"> {formatMoment(atMs)}</span>}{' '}
        {covered ? null : <Badge tone="warn">not signed</Badge>}
      </p>
      {ageSeconds === null ? null : (
        <p>
          {ageWords(ageSeconds)}
          {toleranceSeconds === null
            ? '. The scheme sets no limit.'
            : `; up to ${formatDuration(toleranceSeconds * 1000)} is accepted.`}
        </p>
      )}
      {ageSeconds === null || toleranceSeconds === null ? null : (
        <Scale age={ageSeconds} tolerance={toleranceSeconds} />
      )}
      {covered ? null : (
        <p className="section-dim">The signature does not cover it: whoever replays the request can write a new one.</p>
      )}
    </div>
  );
}

function ageWords(ageSeconds: number): string {
  if (Math.abs(ageSeconds) < 1) return 'Made at the moment of judging';
  const words = formatDuration(Math.abs(ageSeconds) * 1000);
  return ageSeconds > 0 ? `Made ${words} before it was judged` : `Made ${words} ahead of this machine’s clock`;
}

/** From twice the tolerance ahead to twice the tolerance ago; beyond, the mark stays at the end. */
function Scale({ age, tolerance }: { readonly age: number; readonly tolerance: number }) {
  const place = Math.max(-2, Math.min(2, age / tolerance));
  const accepted = Math.abs(age) <= tolerance;
  return (
    <div className="age-scale" aria-hidden="true">
      <span className="age-accepted" />
      <span className="age-now" />
      <span className={accepted ? 'age-mark' : 'age-mark age-outside'} style={{ left: `${50 - place * 25}%` }} />
    </div>
  );
}
