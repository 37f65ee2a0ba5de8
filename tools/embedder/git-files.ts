// Reads files of a commit out of a git directory, one after the other: nothing is checked out,
// and no more than one file is held.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Files above this hold data, not prose. */
const maxBytes = 16 * 1024 * 1024;

export interface GitFile {
  path: string;
  bytes: Buffer;
}

/** The git directory of `owner/name` below `repos`: a bare copy or a plain clone; null if none. */
export function gitDirectory(repos: string, repo: string): string | null {
  const places = [join(repos, repo.replace('/', '+'), 'repo'), join(repos, repo, '.git')];
  return places.find((place) => existsSync(join(place, 'HEAD'))) ?? null;
}

/** The paths of a commit that `take` accepts, with the ids of their content. */
async function listFiles(
  directory: string,
  commit: string,
  take: (path: string) => boolean,
): Promise<{ path: string; id: string }[]> {
  const git = spawn('git', ['-C', directory, 'ls-tree', '-r', '-z', '-l', commit], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let rest = '';
  const files: { path: string; id: string }[] = [];
  git.stdout.setEncoding('utf8');
  for await (const chunk of git.stdout) {
    const entries = (rest + String(chunk)).split('\0');
    rest = entries.pop() ?? '';
    for (const entry of entries) {
      const [head, path] = [
        entry.slice(0, entry.indexOf('\t')),
        entry.slice(entry.indexOf('\t') + 1),
      ];
      const [, type, id, size] = head.split(/ +/);
      if (type === 'blob' && id && Number(size) <= maxBytes && take(path)) files.push({ path, id });
    }
  }
  return files;
}

/** Yields the files of `commit` whose path `take` accepts, in the order of their paths. */
export async function* gitFiles(
  directory: string,
  commit: string,
  take: (path: string) => boolean,
): AsyncGenerator<GitFile> {
  const files = await listFiles(directory, commit, take);
  if (files.length === 0) return;
  const git = spawn('git', ['-C', directory, 'cat-file', '--batch'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const next = byteReader(git.stdout);
  try {
    for (const { path, id } of files) {
      git.stdin.write(`${id}\n`);
      const [, type, size] = (await next.line()).split(' ');
      // An object that a partial copy lacks is answered with "missing".
      if (type !== 'blob') {
        console.error(`absent in ${directory}: ${path}`);
        continue;
      }
      const bytes = await next.bytes(Number(size));
      await next.bytes(1);
      yield { path, bytes };
    }
  } finally {
    git.stdin.end();
    git.kill();
  }
}

interface ByteReader {
  line(): Promise<string>;
  bytes(count: number): Promise<Buffer>;
}

function byteReader(stream: AsyncIterable<unknown>): ByteReader {
  const chunks = stream[Symbol.asyncIterator]();
  let held = Buffer.alloc(0);
  const more = async (): Promise<void> => {
    const { value, done } = await chunks.next();
    if (done) throw new Error('git ended before its answer did');
    held = Buffer.concat([held, value as Buffer]);
  };
  const take = (count: number): Buffer => {
    const taken = held.subarray(0, count);
    held = held.subarray(count);
    return taken;
  };
  return {
    async line() {
      while (!held.includes(10)) await more();
      const taken = take(held.indexOf(10) + 1);
      return taken.toString('utf8', 0, taken.length - 1);
    },
    async bytes(count) {
      while (held.length < count) await more();
      return take(count);
    },
  };
}
