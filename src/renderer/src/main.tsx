import './app/no-eval.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Root } from './app/Root.tsx';
import { reportUncaught } from './app/report-uncaught.ts';
import { applyStoredTheme } from './app/theme.ts';
import { connectBridge } from './bridge.ts';
import { AppContextProvider, createAppContext } from './store/context.tsx';
import './styles/tokens.css';
import './styles/base.css';

applyStoredTheme();

const bridge = await connectBridge();
const context = createAppContext(bridge);
bridge.onConnection((state) => context.stores.connection.getState().setState(state));
reportUncaught(context);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <AppContextProvider value={context}>
      <Root />
    </AppContextProvider>
  </StrictMode>,
);
