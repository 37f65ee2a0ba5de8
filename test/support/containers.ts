// Writes containers for tests: archives and mails with files in them.
import { writeZip } from '../../src/engine/ingest/extract/containers/zip.ts';
import { bytesOf } from './extracting.ts';

/** An archive of files, text or bytes, by name. */
export function zip(files: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  return writeZip(
    Object.entries(files).map(([name, content]) => ({
      name,
      data: typeof content === 'string' ? bytesOf(content) : content,
    })),
  );
}

/** A mail with attachments by name. */
export function mail(body: string, attachments: Readonly<Record<string, Uint8Array>>): string {
  const parts = Object.entries(attachments).map(
    ([name, data]) =>
      `--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(data).toString('base64')}\r\n`,
  );
  return `From: ada@example.org\r\nTo: bob@example.org\r\nSubject: The papers\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n${body}\r\n${parts.join('')}--b--\r\n`;
}
