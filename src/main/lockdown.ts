// What no page in this app may ever do, whatever it is shown: leave app://lorekeep/, open
// windows, ask for the camera, or reach the network.
import { app, session, shell, type Session, type WebContents } from 'electron';
import { isOurs, pageAddress } from './app-scheme.ts';

/** Writing to the clipboard is what a copy button does; everything else is refused. */
const allowedPermissions = new Set(['clipboard-sanitized-write']);

/** Schemes that lead nowhere outside this process. */
const innerSchemes = new Set(['app:', 'blob:', 'data:', 'devtools:']);

/** How long after a click or key a link may open in the browser. */
const clickMs = 1000;

/** Applies to everything that exists from here on. Call it when the app is ready. */
export function lockDown(): void {
  closeSession(session.defaultSession);
  app.on('web-contents-created', (_event, contents) => closeContents(contents));
}

function closeSession(target: Session): void {
  target.setPermissionRequestHandler((contents, permission, answer) =>
    answer(allowedPermissions.has(permission) && isOurs(contents.getURL())),
  );
  target.setPermissionCheckHandler(
    (_contents, permission, origin) => allowedPermissions.has(permission) && isOurs(origin),
  );
  target.setDevicePermissionHandler(() => false);
  target.webRequest.onBeforeRequest((details, answer) =>
    answer({ cancel: !innerSchemes.has(new URL(details.url).protocol) }),
  );
}

function closeContents(contents: WebContents): void {
  const stay = (event: { url: string; preventDefault(): void }) => {
    // Loading the page anew is no way out of it.
    if (event.url.split('#', 1)[0] !== pageAddress) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  let lastInput = 0;
  contents.on('input-event', (_event, input) => {
    if (input.type === 'mouseUp' || input.type === 'keyDown') lastInput = Date.now();
  });
  contents.setWindowOpenHandler(({ url }) => {
    // One click opens one link: a document or a script cannot open any by itself.
    if (Date.now() - lastInput <= clickMs && URL.parse(url)?.protocol === 'https:') {
      lastInput = 0;
      void shell.openExternal(url);
    }
    return { action: 'deny' };
  });
}
