import {
  ClipboardCheck,
  FolderOpen,
  Hammer,
  Hourglass,
  Inbox,
  type LucideIcon,
  Settings,
  ShieldQuestionMark,
} from 'lucide-react';
import { useNavigation, useQueue } from '../store/context.tsx';
import type { View } from '../store/navigation.ts';
import { queuedCount } from '../store/queue.ts';
import { formatCount, IconButton } from '../ui/index.ts';
import './Rail.css';

interface RailView {
  readonly view: View;
  readonly label: string;
  readonly shortcut: string;
  readonly Icon: LucideIcon;
}

const views: readonly RailView[] = [
  { view: 'captures', label: 'Captures', shortcut: '1', Icon: Inbox },
  { view: 'forge', label: 'Forge', shortcut: '2', Icon: Hammer },
  { view: 'collections', label: 'Collections', shortcut: '3', Icon: FolderOpen },
  { view: 'check', label: 'Check', shortcut: '4', Icon: ShieldQuestionMark },
  { view: 'audit', label: 'Audit', shortcut: '5', Icon: ClipboardCheck },
  { view: 'queue', label: 'Queue', shortcut: '6', Icon: Hourglass },
  { view: 'settings', label: 'Settings', shortcut: 'mod+,', Icon: Settings },
];

/** Beyond it the badge says that there are more: three digits are what fits. */
const MOST_COUNTED = 999;

/** The views. The queue is among them while something waits in it. */
export function Rail() {
  const view = useNavigation((state) => state.view);
  const go = useNavigation((state) => state.go);
  const waiting = useQueue((state) => queuedCount(state.targets));
  const shown = views.filter((each) => each.view !== 'queue' || waiting > 0 || view === 'queue');
  return (
    <nav className="rail" aria-label="Views">
      {shown.map((each) => {
        const count = each.view === 'queue' ? waiting : 0;
        return (
          <IconButton
            key={each.view}
            label={count === 0 ? each.label : `${each.label}: ${formatCount(count)} waiting`}
            shortcut={each.shortcut}
            icon={
              <>
                <each.Icon size={19} />
                {count === 0 ? null : <span className="rail-count">{count > MOST_COUNTED ? '999+' : count}</span>}
              </>
            }
            isPressed={each.view === view}
            className="rail-button"
            onPress={() => go(each.view)}
          />
        );
      })}
    </nav>
  );
}
