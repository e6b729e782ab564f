import { useMemo } from 'react';
import { allCommands } from '../commands/all.ts';
import { useShortcuts } from '../commands/use-shortcuts.ts';
import { AuditView } from '../features/audit/index.ts';
import { CapturesView } from '../features/captures/index.ts';
import { CheckView, DiscoverDialog } from '../features/check/index.ts';
import { CollectionsView } from '../features/collections/index.ts';
import { EndpointsDialog } from '../features/endpoints/index.ts';
import { ForgeView } from '../features/forge/index.ts';
import { Header } from '../features/header/index.ts';
import { NoticeBar, ToastRegion } from '../features/notices/index.ts';
import { Palette, ShortcutsDialog } from '../features/palette/index.ts';
import { QueueView } from '../features/queue/index.ts';
import { SchemesDialog } from '../features/schemes/index.ts';
import { ConfirmTarget } from '../features/sending/index.ts';
import { SettingsView } from '../features/settings/index.ts';
import { useApp, useConnection, useEngine, useNavigation } from '../store/context.tsx';
import type { View } from '../store/navigation.ts';
import { ErrorBoundary } from '../ui/index.ts';
import { Rail } from './Rail.tsx';
import { useTheme } from './theme.ts';
import './App.css';

const panes: Record<View, { readonly name: string; readonly Content: () => React.ReactNode }> = {
  captures: { name: 'Captures', Content: CapturesView },
  forge: { name: 'Forge', Content: ForgeView },
  collections: { name: 'Collections', Content: CollectionsView },
  check: { name: 'Check', Content: CheckView },
  audit: { name: 'Audit', Content: AuditView },
  queue: { name: 'Queue', Content: QueueView },
  settings: { name: 'Settings', Content: SettingsView },
};

/** The frame around everything, once the engine has answered. */
export function App() {
  const context = useApp();
  const view = useNavigation((state) => state.view);
  useTheme(useEngine((app) => app.settings.theme));
  useShortcuts(allCommands, context);
  const connected = useConnection((connection) => connection.state === 'connected');
  const { name, Content } = panes[view];
  const pane = useMemo(() => <Content />, [Content]);
  return (
    <div className="app" inert={!connected}>
      <Rail />
      <div className="app-column">
        <ErrorBoundary pane="The header" bridge={context.bridge}>
          <Header />
        </ErrorBoundary>
        <NoticeBar />
        <main className="app-main" aria-label={name}>
          <ErrorBoundary key={view} pane={name} bridge={context.bridge}>
            {pane}
          </ErrorBoundary>
        </main>
      </div>
      <ErrorBoundary pane="The dialog" bridge={context.bridge}>
        <EndpointsDialog />
        <SchemesDialog />
        <DiscoverDialog />
        <ConfirmTarget />
        <Palette commands={allCommands} />
        <ShortcutsDialog commands={allCommands} />
      </ErrorBoundary>
      <ToastRegion />
    </div>
  );
}
