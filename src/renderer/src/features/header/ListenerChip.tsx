import { useEngine, useNavigation } from '../../store/context.tsx';
import { Badge, Button, CopyButton, StateDot } from '../../ui/index.ts';

/** Where senders on this machine reach Hookproof. */
export function ListenerChip() {
  const listener = useEngine((app) => app.listener);
  const go = useNavigation((state) => state.go);
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
          <StateDot tone="ok">Listening</StateDot>
          <span className="header-url mono">{listener.url}</span>
          <CopyButton text={listener.url} label="Copy the local URL" />
          {listener.insteadOf === null ? null : <Badge tone="warn">port {listener.insteadOf} was taken</Badge>}
        </div>
      );
    case 'failed':
      return (
        <div className="header-chip" role="alert">
          <StateDot tone="fail">Not listening: port {listener.port} could not be opened</StateDot>
          <Button size="small" onPress={() => go('settings')}>
            Choose another port
          </Button>
        </div>
      );
  }
}
