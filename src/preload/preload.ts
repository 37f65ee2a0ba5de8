// The page's only way to Electron: five functions with fixed channels. One CommonJS file that
// requires nothing but electron, as a sandboxed preload must.
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { bridgeChannels } from '../shared/bridge-channels.ts';
import { type Bridge, bridgeName, portMessage } from '../shared/bridge.ts';

const bridge: Bridge = {
  requestPort: () => ipcRenderer.send(bridgeChannels.port),
  chooseFolder: () => ipcRenderer.invoke(bridgeChannels.chooseFolder) as Promise<string | null>,
  chooseModel: () => ipcRenderer.invoke(bridgeChannels.chooseModel) as Promise<string | null>,
  savePdf: (name) => ipcRenderer.invoke(bridgeChannels.savePdf, name) as Promise<boolean>,
  pathOfFile: (file) => (file instanceof File ? webUtils.getPathForFile(file) : ''),
};

// A port cannot cross the bridge; a message of the page's own window can carry it.
ipcRenderer.on(bridgeChannels.port, (event) => {
  window.postMessage(portMessage, window.location.origin, event.ports);
});

contextBridge.exposeInMainWorld(bridgeName, bridge);
