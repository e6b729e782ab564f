import { Save } from 'lucide-react';
import type { Command } from '../../commands/command.ts';
import { saveOpen } from './actions.ts';
import { collectionsStore } from './collections-store.ts';

export const collectionsCommands: readonly Command[] = [
  {
    id: 'collections.save',
    label: 'Save',
    group: 'App',
    icon: Save,
    shortcuts: ['mod+s'],
    when: (context) => {
      const { open } = collectionsStore(context).getState();
      return context.stores.navigation.getState().view === 'collections' && open !== null && open.draft !== open.saved;
    },
    run: (context) => void saveOpen(context),
  },
];
