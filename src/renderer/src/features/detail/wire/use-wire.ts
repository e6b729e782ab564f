import { useEffect, useMemo, useState } from 'react';
import type { WireFault } from '../../../../../core/http/wire-faults.ts';
import type { WireKnown } from '../../../../../core/http/wire-parts.ts';
import { type Prefix, useView } from '../../../body/index.ts';
import { openWireWorker } from '../../../view-worker/view-worker.ts';
import type { WireJob } from '../../../view-worker/wire-job.ts';
import { WireLayout } from './wire-layout.ts';

/** A scroller of 20 px rows stays below the height at which browsers cut elements (Firefox at 17.8 million px). */
const MAX_ROWS = 750_000;
/** A change of the pane's width is followed when it rests. */
const RESIZE_MS = 150;

export interface Wire {
  /** Of the source of the bytes: another one's may be shown until the new ones are here. */
  readonly sourceKey: string;
  readonly bytes: Uint8Array;
  /** They are all that came. */
  readonly isWhole: boolean;
  readonly layout: WireLayout;
  readonly fault: WireFault | null;
}

export interface WireState {
  /** Of the bytes asked for, or of those before them while they are read. */
  readonly wire: Wire | null;
  readonly stopped: string | null;
  readonly isCurrent: boolean;
}

/** The parts and rows of bytes, as a worker reads them. `columns`: cells a row, 0 before that is known. */
export function useWire(prefix: Prefix | null, known: Omit<WireKnown, 'whole'>, columns: number): WireState {
  const settled = useSettled(columns);
  const bytes = prefix?.bytes ?? null;
  const whole = prefix !== null && prefix.bytes.length >= prefix.totalBytes;
  const key = `${prefix?.key} ${bytes?.length} ${whole} ${settled} ${known.accepted} ${known.parserCode}`;
  const job: WireJob | null =
    prefix === null || bytes === null || settled === 0
      ? null
      : { sourceKey: prefix.key, bytes, known: { ...known, whole }, columns: settled, maxRows: MAX_ROWS };
  const view = useView(openWireWorker, job === null ? 'none' : key, job);
  const wire = useMemo(() => {
    if (view?.result.kind !== 'answer') return null;
    const { fault } = view.result.answer;
    const { sourceKey, bytes, known } = view.job;
    return { sourceKey, bytes, isWhole: known.whole, layout: new WireLayout(view.result.answer, bytes.length), fault };
  }, [view]);
  return { wire, stopped: view?.result.kind === 'stopped' ? view.result.words : null, isCurrent: view?.key === key };
}

/** The first value at once, later ones when they have rested. */
function useSettled(value: number): number {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    if (settled === value) return;
    if (settled === 0) {
      setSettled(value);
      return;
    }
    const timer = setTimeout(() => setSettled(value), RESIZE_MS);
    return () => clearTimeout(timer);
  }, [settled, value]);
  return settled;
}
