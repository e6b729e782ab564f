import { useDialogs } from '../../store/context.tsx';
import { Dialog } from '../../ui/index.ts';
import { DiscoverContent } from './DiscoverContent.tsx';
import './discover.css';

/** The search for the scheme of requests that no known one fits. */
export function DiscoverDialog() {
  const start = useDialogs((state) => (state.open?.kind === 'discover' ? state.open.start : null));
  const close = useDialogs((state) => state.close);
  return (
    <Dialog title="Discover an unknown scheme" isOpen={start !== null} onClose={close} size="large">
      {start === null ? null : <DiscoverContent start={start} />}
    </Dialog>
  );
}
