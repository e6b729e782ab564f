import type { HeaderList } from '../http/headers.ts';
import type { Plan } from '../signature/plan.ts';
import type { Problem } from '../signature/signature-field.ts';
import { type TimestampReading, windowProblem } from '../signature/timestamp.ts';
import type { Change } from './change.ts';
import { behindByPlan, clockSkew, dateBehind } from './clock.ts';
import type { OtherCapture } from './other-capture.ts';
import { type FoundStamp, timeOf } from './timestamps.ts';

/** What about the moment of a signature that is right keeps its request from being verified. */
export interface Moment {
  /** `atMs` null: not known. null: it lies within the tolerance. */
  lateness(atMs: number | null): Change | null;
  /** What is wrong with the timestamp's text or place. */
  objections(): readonly Change[];
}

export interface MomentInput {
  readonly plan: Plan;
  readonly headers: HeaderList;
  /** As the scheme reads it. */
  readonly own: TimestampReading | null;
  readonly problem: Problem | null;
  /** Other times in the request. */
  readonly found: readonly FoundStamp[];
  readonly nowMs: number;
  readonly others: readonly OtherCapture[];
}

const YEAR_MS = 365 * 86_400_000;

const units = { s: 'seconds', ms: 'milliseconds', iso: 'ISO 8601', 'http-date': 'HTTP date form' } as const;

export function momentOf({ plan, headers, own, problem, found, nowMs, others }: MomentInput): Moment {
  const rule = plan.recipe.timestamp;
  const change = (cause: Change['cause'], note: string): readonly Change[] => [{ cause, note, evidence: {} }];
  return {
    lateness(atMs) {
      if (rule === undefined || atMs === null || windowProblem(rule, atMs, nowMs) === null) return null;
      const skew = {
        behindSeconds: (nowMs - atMs) / 1000,
        toleranceSeconds: rule.toleranceSeconds ?? 0,
        dateBehindSeconds: dateBehind(headers, own?.raw ?? '', nowMs),
      };
      const clock = clockSkew(skew, others, (other) => behindByPlan(plan, other));
      return { cause: 'clock-skew', note: '', evidence: { clock } };
    },
    objections() {
      if (rule === undefined) return [];
      if (own === null) {
        const [other] = found;
        if (other === undefined || rule.toleranceSeconds === null) return [];
        return change('timestamp-other-header', other.source);
      }
      if (problem?.reason === 'duplicate-timestamp') {
        return change('timestamp-other-header', `one of several fields ${own.source} that differ`);
      }
      const realMs = timeOf(own.raw);
      if (realMs === own.atMs && realMs !== null) return [];
      if (rule.toleranceSeconds === null) return [];
      // Read in the scheme's unit it lies outside the window or is no time at all; as what it looks like it is one.
      if (own.atMs !== null && windowProblem(rule, own.atMs, nowMs) === null) return [];
      // A confused unit is off by decades.
      if (own.atMs !== null && (realMs === null || Math.abs(own.atMs - realMs) < YEAR_MS)) return [];
      const is = /^\d{10}$/.test(own.raw) ? 'seconds' : /^\d{13}$/.test(own.raw) ? 'milliseconds' : 'another form';
      return change('timestamp-unit', `${own.source} is in ${is}, where the scheme has ${units[rule.unit]}`);
    },
  };
}
