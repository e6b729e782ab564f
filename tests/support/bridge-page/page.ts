import { connectBridge, type HostBridge } from '../../../src/renderer/src/bridge.ts';

/** A page that is nothing but the renderer's bridge, for the suites that run over every host. */

declare global {
  interface Window {
    bridge: HostBridge;
    connectionStates: string[];
  }
}

window.bridge = await connectBridge();
window.connectionStates = [];
window.bridge.onConnection((state) => window.connectionStates.push(state));
document.title = 'bridge ready';
