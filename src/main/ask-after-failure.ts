import { app, dialog } from 'electron';
import type { LorekeepError } from '../shared/errors.ts';
import { sentenceOf } from '../shared/texts/format.ts';

/** Says why the engine cannot start, and lets the person try again or leave. */
export async function askAfterFailure(error: LorekeepError, retry: () => void): Promise<void> {
  console.error('the engine cannot start:', error.code, error.cause);
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: 'Lorekeep cannot open its library',
    detail: sentenceOf(error),
    buttons: ['Try Again', 'Quit'],
    defaultId: 0,
    cancelId: 1,
  });
  if (response === 0) retry();
  else app.quit();
}
