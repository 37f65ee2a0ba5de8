// Bytes of documents inside documents as files, for viewers that read files: made when asked for,
// kept while the engine runs, named by their content.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../../shared/contract/settings.ts';
import { LorekeepError } from '../../shared/errors.ts';
import type { Host } from '../host.ts';
import { startParser } from './parse/parser-process.ts';

interface MemberRequest {
  /** Absolute path of the file that holds it. */
  path: string;
  /** That file's path in its folder, and the member's. */
  container: string;
  member: string;
  contentHash: Uint8Array;
}

export interface MemberFiles {
  /**
   * A file with the member's bytes.
   *
   * @throws LorekeepError DOCUMENT_UNKNOWN if the container was changed since it was read,
   *   FILE_UNREADABLE, or what ends a parser
   */
  fileOf(request: MemberRequest): Promise<string>;
  close(): void;
}

export function createMemberFiles(
  host: Host,
  dataDir: string,
  settings: () => Settings,
): MemberFiles {
  const folder = join(dataDir, 'members');
  // What a person removes leaves nothing behind for longer than until the next start.
  rmSync(folder, { recursive: true, force: true });
  const closing = new AbortController();
  const making = new Map<string, Promise<void>>();

  async function make(request: MemberRequest, target: string): Promise<void> {
    mkdirSync(folder, { recursive: true });
    const { parserSeconds, parserMemoryBytes, maxFileBytes, maxTextLength } = settings();
    const parser = startParser(host, { seconds: parserSeconds, memoryBytes: parserMemoryBytes });
    try {
      const pdfjsFolder = host.resourcePath('pdfjs');
      const options = { maxMemberBytes: maxFileBytes, maxTextLength, pdfjsFolder };
      if (await parser.unpack({ ...request, ...options, target }, closing.signal)) return;
      throw new LorekeepError('DOCUMENT_UNKNOWN', { path: request.member });
    } catch (error) {
      if (error instanceof LorekeepError && error.code !== 'INTERNAL') throw error;
      throw new LorekeepError('FILE_UNREADABLE', { reason: 'not unpacked' }, error);
    } finally {
      parser.kill();
    }
  }

  return {
    async fileOf(request) {
      const target = join(folder, Buffer.from(request.contentHash).toString('hex'));
      if (existsSync(target)) return target;
      const made = making.get(target) ?? make(request, target).finally(() => making.delete(target));
      making.set(target, made);
      await made;
      return target;
    },
    close: () => closing.abort(),
  };
}
