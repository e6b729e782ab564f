import {
  ArrowDown,
  ArrowDownToLine,
  ArrowUp,
  ArrowUpToLine,
  ChevronsDown,
  ChevronsUp,
  Filter,
  Trash2,
} from 'lucide-react';
import type { Command } from '../../commands/command.ts';
import type { AppContext } from '../../store/context.tsx';
import { clearCaptures } from './clear.ts';
import { focusFilter } from './FilterBar.tsx';

function inList({ stores }: AppContext): boolean {
  return stores.navigation.getState().view === 'captures' && stores.captures.getState().ids.length > 0;
}

/** Rows that a page key moves by: less than a small window shows, so that the eye keeps one of them. */
const PAGE = 15;

export const capturesCommands: readonly Command[] = [
  {
    id: 'list.next',
    label: 'Next capture',
    group: 'List',
    icon: ArrowDown,
    shortcuts: ['arrowdown', 'j'],
    when: inList,
    run: ({ stores }) => stores.captures.getState().moveSelection(1),
  },
  {
    id: 'list.previous',
    label: 'Previous capture',
    group: 'List',
    icon: ArrowUp,
    shortcuts: ['arrowup', 'k'],
    when: inList,
    run: ({ stores }) => stores.captures.getState().moveSelection(-1),
  },
  {
    id: 'list.page-down',
    label: 'A page down',
    group: 'List',
    icon: ChevronsDown,
    shortcuts: ['pagedown'],
    when: inList,
    run: ({ stores }) => stores.captures.getState().moveSelection(PAGE),
  },
  {
    id: 'list.page-up',
    label: 'A page up',
    group: 'List',
    icon: ChevronsUp,
    shortcuts: ['pageup'],
    when: inList,
    run: ({ stores }) => stores.captures.getState().moveSelection(-PAGE),
  },
  {
    id: 'list.newest',
    label: 'Jump to newest',
    group: 'List',
    icon: ArrowUpToLine,
    shortcuts: ['home'],
    when: inList,
    run: ({ stores }) => stores.captures.getState().jumpToNewest(),
  },
  {
    id: 'list.oldest',
    label: 'Oldest loaded capture',
    group: 'List',
    icon: ArrowDownToLine,
    shortcuts: ['end'],
    when: inList,
    run: ({ stores }) => stores.captures.getState().moveSelection(Number.MAX_SAFE_INTEGER),
  },
  {
    id: 'list.filter',
    label: 'Filter',
    group: 'List',
    icon: Filter,
    shortcuts: ['mod+f'],
    when: ({ stores }) => stores.navigation.getState().view === 'captures' && stores.captures.getState().total > 0,
    run: focusFilter,
  },
  {
    id: 'list.clear',
    label: 'Clear',
    group: 'List',
    icon: Trash2,
    shortcuts: ['mod+shift+backspace'],
    when: inList,
    run: (context) => void clearCaptures(context),
  },
];
