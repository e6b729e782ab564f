import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';

/** Carries calls and events between the page and the main process and nothing else: plain data in, plain data out. */

// The main process counts what the page has not taken, so that a page that stands still is not sent to for ever.
ipcRenderer.on('event', () => ipcRenderer.send('taken'));

// One listener a subscription on the one event channel; Node's warning at eleven would be about leaks.
ipcRenderer.setMaxListeners(0);

contextBridge.exposeInMainWorld('hookproof', {
  call: (name: string, input: unknown) => ipcRenderer.invoke('command', name, input),
  on: (name: string, listener: (event: unknown) => void) => {
    const forward = (_: IpcRendererEvent, emitted: string, event: unknown) => emitted === name && listener(event);
    ipcRenderer.on('event', forward);
    return () => void ipcRenderer.off('event', forward);
  },
});
