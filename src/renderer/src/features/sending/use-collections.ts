import { useEffect, useState } from 'react';
import type { CollectionEntry } from '../../../../core/collection/collection.ts';
import { useBridge } from '../../store/context.tsx';

/** The collections as they are on disk, kept up to date; null until the first answer. */
export function useCollections(): readonly CollectionEntry[] | null {
  const bridge = useBridge();
  const [entries, setEntries] = useState<readonly CollectionEntry[] | null>(null);
  useEffect(() => {
    let live = true;
    let announced = false;
    const stop = bridge.on('collections.changed', (event) => {
      announced = true;
      setEntries(event.entries);
    });
    void bridge.call('collections.list', null).then((list) => {
      // An event that came meanwhile is the newer state.
      if (live && !announced) setEntries(list);
    });
    return () => {
      live = false;
      stop();
    };
  }, [bridge]);
  return entries;
}
