/** Names under which Electron's preload and main process talk, each one way or the other. */
export const bridgeChannels = {
  /** From the page: it wants a port to the engine. To the page: that port. */
  port: 'lorekeep:port',
  chooseFolder: 'lorekeep:choose-folder',
  chooseModel: 'lorekeep:choose-model',
  savePdf: 'lorekeep:save-pdf',
} as const;
