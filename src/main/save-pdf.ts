// A page as it is on paper, saved as a PDF where the person says.
import { type BrowserWindow, dialog } from 'electron';
import { writeFile } from 'node:fs/promises';

const longestName = 80;

/** Asks where to; false if the person closed the question. Rejects if it cannot be written there. */
export async function savePdf(window: BrowserWindow, name: string): Promise<boolean> {
  const { filePath } = await dialog.showSaveDialog(window, {
    defaultPath: `${fileName(name)}.pdf`,
    filters: [{ name: 'PDF', extensions: ['pdf'] }],
  });
  if (!filePath) return false;
  const pdf = await window.webContents.printToPDF({
    pageSize: 'A4',
    generateTaggedPDF: true,
    generateDocumentOutline: true,
  });
  await writeFile(filePath, pdf);
  return true;
}

/** A name without folders in it that every file system takes. */
function fileName(name: string): string {
  const plain = name
    .replace(/[\p{Cc}\s<>:"/\\|?*]+/gu, ' ')
    .replace(/^[\s.]+/, '')
    .slice(0, longestName)
    .trim();
  return plain || 'Lorekeep';
}
