import { ClipboardCheck, FolderOpen, Hammer, Inbox, type LucideIcon, Settings, ShieldQuestionMark } from 'lucide-react';
import { useNavigation } from '../store/context.tsx';
import type { View } from '../store/navigation.ts';
import { IconButton } from '../ui/index.ts';
import './Rail.css';

const views: readonly {
  readonly view: View;
  readonly label: string;
  readonly shortcut: string;
  readonly Icon: LucideIcon;
}[] = [
  { view: 'captures', label: 'Captures', shortcut: '1', Icon: Inbox },
  { view: 'forge', label: 'Forge', shortcut: '2', Icon: Hammer },
  { view: 'collections', label: 'Collections', shortcut: '3', Icon: FolderOpen },
  { view: 'check', label: 'Check', shortcut: '4', Icon: ShieldQuestionMark },
  { view: 'audit', label: 'Audit', shortcut: '5', Icon: ClipboardCheck },
  { view: 'settings', label: 'Settings', shortcut: 'mod+,', Icon: Settings },
];

/** The views. */
export function Rail() {
  const view = useNavigation((state) => state.view);
  const go = useNavigation((state) => state.go);
  return (
    <nav className="rail" aria-label="Views">
      {views.map((each) => (
        <IconButton
          key={each.view}
          label={each.label}
          shortcut={each.shortcut}
          icon={<each.Icon size={19} />}
          isPressed={each.view === view}
          className="rail-button"
          onPress={() => go(each.view)}
        />
      ))}
    </nav>
  );
}
