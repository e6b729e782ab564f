import { FilePlus2, FileSignature } from 'lucide-react';
import type { Command } from '../../commands/command.ts';

export const schemesCommands: readonly Command[] = [
  {
    id: 'schemes.new',
    label: 'New scheme…',
    group: 'App',
    icon: FilePlus2,
    run: ({ stores }) => stores.dialogs.getState().openNewScheme(null),
  },
  {
    id: 'schemes.edit',
    label: 'Edit schemes…',
    group: 'App',
    icon: FileSignature,
    run: ({ stores }) => stores.dialogs.getState().openSchemes(),
  },
];
