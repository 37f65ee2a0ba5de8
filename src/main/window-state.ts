// Where the window was, so that it opens there again, unless that place is off every screen now.
import { screen, type BrowserWindow, type Rectangle } from 'electron';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const stateSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(1),
  height: z.number().int().min(1),
  maximised: z.boolean(),
});
export type WindowState = z.infer<typeof stateSchema>;

export const smallestWindow = { width: 720, height: 480 };
const usualWindow = { width: 1180, height: 780 };
/** So much of the window must be on a screen that it can be grabbed and moved. */
const graspable = { width: 120, height: 60 };
/** A window that is being dragged moves many times a second. */
const settleMs = 500;

/** How the window should open: its last place if that can be seen, else the usual size. */
export function readWindowState(file: string): Partial<WindowState> & typeof smallestWindow {
  let state: WindowState;
  try {
    state = stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // The first start, or a damaged file: the system finds a place.
    return usualWindow;
  }
  const width = Math.max(state.width, smallestWindow.width);
  const height = Math.max(state.height, smallestWindow.height);
  const sized = { width, height, maximised: state.maximised };
  return isGraspable({ ...state, ...sized }) ? { ...sized, x: state.x, y: state.y } : sized;
}

function isGraspable(window: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const width = overlap(window.x, window.width, workArea.x, workArea.width);
    const height = overlap(window.y, window.height, workArea.y, workArea.height);
    // The title bar must not be above the screen.
    return width >= graspable.width && height >= graspable.height && window.y >= workArea.y;
  });
}

function overlap(a: number, aLength: number, b: number, bLength: number): number {
  return Math.min(a + aLength, b + bLength) - Math.max(a, b);
}

/** Writes the window's place whenever it has settled, and when it closes. */
export function keepWindowState(window: BrowserWindow, file: string): void {
  let timer: NodeJS.Timeout | undefined;
  const save = () => {
    clearTimeout(timer);
    if (!window.isDestroyed()) write(file, stateOf(window));
  };
  const saveSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, settleMs);
  };
  window.on('resize', saveSoon);
  window.on('move', saveSoon);
  window.on('maximize', saveSoon);
  window.on('unmaximize', saveSoon);
  window.on('close', save);
}

function stateOf(window: BrowserWindow): WindowState {
  // The bounds to go back to when it is no longer maximised.
  return { ...window.getNormalBounds(), maximised: window.isMaximized() };
}

function write(file: string, state: WindowState): void {
  try {
    writeFileSync(`${file}.new`, JSON.stringify(state));
    renameSync(`${file}.new`, file);
  } catch (error) {
    // Not worth a dialog: the window opens at its usual place next time.
    console.error('window state not saved:', error);
  }
}
