import { FolderOpen, Hammer, Inbox, Keyboard, Search, Settings } from 'lucide-react';
import type { Command } from './command.ts';

/** Commands of the frame itself. */
export const shellCommands: readonly Command[] = [
  {
    id: 'app.palette',
    label: 'Command palette',
    group: 'App',
    icon: Search,
    shortcuts: ['mod+k'],
    run: ({ stores }) => stores.dialogs.getState().openPalette(),
  },
  {
    id: 'app.shortcuts',
    label: 'Keyboard shortcuts',
    group: 'App',
    icon: Keyboard,
    shortcuts: ['?'],
    run: ({ stores }) => stores.dialogs.getState().openShortcuts(),
  },
  {
    id: 'go.captures',
    label: 'Captures',
    group: 'Go to',
    icon: Inbox,
    shortcuts: ['1'],
    run: ({ stores }) => stores.navigation.getState().go('captures'),
  },
  {
    id: 'go.forge',
    label: 'Forge',
    group: 'Go to',
    icon: Hammer,
    shortcuts: ['2'],
    run: ({ stores }) => stores.navigation.getState().go('forge'),
  },
  {
    id: 'go.collections',
    label: 'Collections',
    group: 'Go to',
    icon: FolderOpen,
    shortcuts: ['3'],
    run: ({ stores }) => stores.navigation.getState().go('collections'),
  },
  {
    id: 'go.settings',
    label: 'Settings',
    group: 'Go to',
    icon: Settings,
    shortcuts: ['mod+,'],
    run: ({ stores }) => stores.navigation.getState().go('settings'),
  },
];
