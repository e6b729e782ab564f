import { useEffect, useState } from 'react';
import type { Bridge } from '../../../../../core/contract.ts';
import type { Burst } from '../../../../../core/deliver/burst.ts';
import type { DeliveryRun } from '../../../../../core/deliver/delivery-run.ts';
import { useBridge } from '../../../store/context.tsx';

interface Run {
  readonly id: string;
  readonly startedAt: number;
}

interface Source<T extends Run> {
  list(bridge: Bridge): Promise<readonly T[]>;
  on(bridge: Bridge, changed: (run: T) => void): () => void;
}

const deliveries: Source<DeliveryRun> = {
  list: (bridge) => bridge.call('deliveries.list', null),
  on: (bridge, changed) => bridge.on('deliveries.changed', ({ run }) => changed(run)),
};

const bursts: Source<Burst> = {
  list: (bridge) => bridge.call('bursts.list', null),
  on: (bridge, changed) => bridge.on('bursts.changed', ({ burst }) => changed(burst)),
};

/** The engine's deliveries, newest first, kept up to date; null until the first answer. */
export function useDeliveries(): readonly DeliveryRun[] | null {
  return useRuns(deliveries);
}

/** The burst under way and the stored ones, newest first, kept up to date; null until the first answer. */
export function useBursts(): readonly Burst[] | null {
  return useRuns(bursts);
}

function useRuns<T extends Run>(source: Source<T>): readonly T[] | null {
  const bridge = useBridge();
  const [runs, setRuns] = useState<readonly T[] | null>(null);
  useEffect(() => {
    let live = true;
    const told = new Map<string, T>();
    const stop = source.on(bridge, (run) => {
      told.set(run.id, run);
      setRuns((old) => old && merged(old, [run]));
    });
    void source.list(bridge).then((list) => {
      // Events that came meanwhile are the newer state.
      if (live) setRuns(merged(list, [...told.values()]));
    });
    return () => {
      live = false;
      stop();
    };
  }, [bridge, source]);
  return runs;
}

/** `newer` in the place of rows of the same id. */
function merged<T extends Run>(old: readonly T[], newer: readonly T[]): readonly T[] {
  const byId = new Map([...old, ...newer].map((one) => [one.id, one]));
  return [...byId.values()].toSorted((a, b) => b.startedAt - a.startedAt);
}
