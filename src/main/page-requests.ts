// What the page may ask of main, through the preload's functions. A message counts only when
// the app's own page, in its main frame, sent it.
import {
  BrowserWindow,
  dialog,
  ipcMain,
  MessageChannelMain,
  type MessagePortMain,
  type OpenDialogOptions,
  type WebFrameMain,
} from 'electron';
import { bridgeChannels } from '../shared/bridge-channels.ts';
import { isOurs } from './app-scheme.ts';
import { savePdf } from './save-pdf.ts';

/** Answers the page; `serve` joins a port to the engine. */
export function answerPage(serve: (port: MessagePortMain) => void): void {
  ipcMain.on(bridgeChannels.port, (event) => {
    if (!isFromPage(event.senderFrame)) return;
    const { port1, port2 } = new MessageChannelMain();
    serve(port1);
    event.sender.postMessage(bridgeChannels.port, null, [port2]);
  });
  answerChoice(bridgeChannels.chooseFolder, { properties: ['openDirectory'] });
  answerChoice(bridgeChannels.chooseModel, {
    properties: ['openFile'],
    filters: [{ name: 'GGUF', extensions: ['gguf'] }],
  });
  ipcMain.handle(bridgeChannels.savePdf, (event, name: unknown): Promise<boolean> | boolean => {
    const window = BrowserWindow.fromWebContents(event.sender);
    if (!isFromPage(event.senderFrame) || !window) return false;
    return savePdf(window, String(name));
  });
}

/** Answers the page with what a person chose in the system's chooser. */
function answerChoice(channel: string, options: OpenDialogOptions): void {
  ipcMain.handle(channel, async (event): Promise<string | null> => {
    const window = BrowserWindow.fromWebContents(event.sender);
    if (!isFromPage(event.senderFrame) || !window) return null;
    const { filePaths } = await dialog.showOpenDialog(window, options);
    return filePaths[0] ?? null;
  });
}

function isFromPage(frame: WebFrameMain | null): boolean {
  return frame !== null && frame.parent === null && isOurs(frame.url);
}
