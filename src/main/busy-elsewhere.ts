import { BrowserWindow, powerMonitor } from 'electron';

/** Nobody who works leaves keyboard and mouse alone for longer. */
const activeSeconds = 60;

/** True while the person uses the machine, but not Lorekeep. */
export function busyElsewhere(): boolean {
  const isActive = powerMonitor.getSystemIdleTime() < activeSeconds;
  return isActive && BrowserWindow.getFocusedWindow() === null;
}
