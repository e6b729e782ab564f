import { ChevronDown } from 'lucide-react';
import { useEngine, useNavigation } from '../../store/context.tsx';
import { Badge, Button, CopyButton, Popover, StateDot } from '../../ui/index.ts';
import { ListenerCounts } from './ListenerCounts.tsx';

/** Where senders on this machine reach Hookproof. */
export function ListenerChip() {
  const listener = useEngine((app) => app.listener);
  const openSettings = useNavigation((state) => state.openSettings);
  switch (listener.kind) {
    case 'starting':
      return (
        <div className="header-chip">
          <StateDot tone="accent" isPulsing>
            Starting…
          </StateDot>
        </div>
      );
    case 'listening':
      return (
        <div className="header-chip">
          <Popover
            label="About the listener"
            trigger={
              <Button variant="quiet" size="small" ariaLabel="Listening. What came and what was refused">
                <span className="header-state">
                  <StateDot tone="ok">Listening</StateDot>
                  <ChevronDown size={12} aria-hidden="true" />
                </span>
              </Button>
            }
          >
            <ListenerCounts />
          </Popover>
          <span className="header-url mono">{listener.url}</span>
          <CopyButton text={listener.url} label="Copy the local URL" />
          {listener.insteadOf === null ? null : <Badge tone="warn">port {listener.insteadOf} was taken</Badge>}
        </div>
      );
    case 'failed':
      return (
        <div className="header-chip" role="alert">
          <StateDot tone="fail">Not listening: port {listener.port} could not be opened</StateDot>
          <Button size="small" onPress={() => openSettings('listenPort')}>
            Choose another port
          </Button>
        </div>
      );
  }
}
