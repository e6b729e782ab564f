import type { AttemptTimings } from '../../../../core/attempt.ts';
import { formatDuration } from '../../ui/index.ts';

/** Where the time of a sending went, as one bar with its legend. */
export function TimingsBar({ timings }: { readonly timings: AttemptTimings }) {
  const phases = phasesOf(timings);
  if (phases.length === 0) return null;
  return (
    <div className="timings">
      <div className="timings-bar" aria-hidden="true">
        {phases.map(({ name, ms }) => (
          <span
            key={name}
            className={`timings-part timings-${name}`}
            style={{ flexGrow: Math.max(ms, timings.totalMs / 100) }}
          />
        ))}
      </div>
      <dl className="timings-legend">
        {phases.map(({ name, words, ms }) => (
          <div key={name}>
            <dt>
              <span className={`timings-dot timings-${name}`} aria-hidden="true" /> {words}
            </dt>
            <dd>{formatDuration(ms)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

interface Phase {
  readonly name: 'connect' | 'tls' | 'send' | 'wait' | 'receive';
  readonly words: string;
  readonly ms: number;
}

function phasesOf({ connectedMs, tlsMs, sentMs, firstByteMs, totalMs }: AttemptTimings): readonly Phase[] {
  const marks: readonly (readonly [Phase['name'], string, number | null])[] = [
    ['connect', 'Connect', connectedMs],
    ['tls', 'TLS', tlsMs],
    ['send', 'Send', sentMs],
    ['wait', 'Wait', firstByteMs],
    ['receive', 'Receive', firstByteMs === null ? null : totalMs],
  ];
  const phases: Phase[] = [];
  let before = 0;
  for (const [name, words, at] of marks) {
    if (at === null) continue;
    phases.push({ name, words, ms: Math.max(0, at - before) });
    before = Math.max(before, at);
  }
  return phases;
}
