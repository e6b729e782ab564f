import { ClipboardCopy, Globe, Power, PowerOff } from 'lucide-react';
import type { Command } from '../../commands/command.ts';
import type { AppContext } from '../../store/context.tsx';
import { copyText } from '../../ui/index.ts';

function engine({ stores }: AppContext) {
  return stores.appState.getState().app;
}

async function copy(context: AppContext, text: string, what: string): Promise<void> {
  const copied = await copyText(text);
  context.stores.toasts.show(
    copied ? { tone: 'ok', text: `${what} copied.` } : { tone: 'fail', text: 'The clipboard refused.' },
  );
}

function localUrl(context: AppContext): string | null {
  const listener = engine(context)?.listener;
  return listener?.kind === 'listening' ? listener.url : null;
}

export const headerCommands: readonly Command[] = [
  {
    id: 'tunnel.start',
    label: 'Switch the tunnel on',
    group: 'Tunnel',
    icon: Power,
    when: (context) => engine(context)?.tunnel.state === 'down',
    run: async (context) => {
      const result = await context.bridge.call('tunnel.start', null);
      if (!result.ok) context.stores.toasts.showFailure(result.failure);
    },
  },
  {
    id: 'tunnel.stop',
    label: 'Switch the tunnel off',
    group: 'Tunnel',
    icon: PowerOff,
    when: (context) => (engine(context)?.tunnel.state ?? 'down') !== 'down',
    run: async (context) => {
      const result = await context.bridge.call('tunnel.stop', null);
      if (!result.ok) context.stores.toasts.showFailure(result.failure);
    },
  },
  {
    id: 'tunnel.copy-url',
    label: 'Copy the public URL',
    group: 'Tunnel',
    icon: Globe,
    when: (context) => engine(context)?.tunnel.url != null,
    run: (context) => {
      const url = engine(context)?.tunnel.url;
      if (url != null) void copy(context, url, 'The public URL was');
    },
  },
  {
    id: 'listener.copy-url',
    label: 'Copy the local URL',
    group: 'Tunnel',
    icon: ClipboardCopy,
    when: (context) => localUrl(context) !== null,
    run: (context) => {
      const url = localUrl(context);
      if (url !== null) void copy(context, url, 'The local URL was');
    },
  },
];
