import { Hourglass, Send } from 'lucide-react';
import type { Command } from '../../commands/command.ts';
import { queuedCount } from '../../store/queue.ts';
import { deliverAll } from './actions.ts';

export const queueCommands: readonly Command[] = [
  {
    id: 'go.queue',
    label: 'Queue of the forwards',
    group: 'Go to',
    icon: Hourglass,
    shortcuts: ['6'],
    run: ({ stores }) => stores.navigation.getState().go('queue'),
  },
  {
    id: 'queue.deliver',
    label: 'Deliver all that waits now',
    group: 'App',
    icon: Send,
    when: ({ stores }) => queuedCount(stores.queue.getState().targets) > 0,
    run: (context) => void deliverAll(context),
  },
];
