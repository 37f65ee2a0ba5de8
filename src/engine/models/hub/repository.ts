// What the hub has on record of a repository: its version, its terms, and each file's size and hash.
import { z } from 'zod';
import { LorekeepError } from '../../../shared/errors.ts';
import type { HubPage, HubVisit } from './hub-visit.ts';

export interface HubFile {
  path: string;
  /** Bytes. */
  size: number;
  /** SHA-256 in hexadecimal; null for a small file, of which the hub does not tell it. */
  sha256: string | null;
}

export interface HubRepository {
  /** `user/name` as the hub writes it, which may differ from what was asked for. */
  id: string;
  /** The commit that all of this is true of. */
  commit: string;
  /** As its authors name it, often an SPDX name in small letters; null if they do not. */
  licence: string | null;
  gated: boolean;
  files: HubFile[];
}

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const about = z.object({
  id: z.string().regex(/^[^/\s]+\/[^/\s]+$/),
  sha: z.string().regex(/^[0-9a-f]{40,64}$/),
  gated: z.union([z.boolean(), z.string()]).optional(),
  tags: z.array(z.string()).optional(),
});
const entries = z.array(
  z.object({
    type: z.string(),
    path: z.string().min(1).max(1024),
    size: z.number().int().nonnegative().optional(),
    lfs: z.object({ oid: sha256, size: z.number().int().nonnegative() }).nullish(),
  }),
);

/** A list is read to this many pages of 1,000 files. */
const mostPages = 20;

/**
 * @param revision null for the main branch
 * @throws LorekeepError HUB_GATED before anything is listed if there is no token, HUB_*; the
 *   signal's reason
 */
export async function readRepository(
  visit: HubVisit,
  repo: string,
  revision: string | null,
  signal: AbortSignal,
): Promise<HubRepository> {
  const of = `/api/models/${escapePath(repo)}`;
  const path = revision === null ? of : `${of}/revision/${encodeURIComponent(revision)}`;
  const name = revision === null ? repo : `${repo}@${revision}`;
  const {
    id,
    sha,
    gated,
    tags = [],
  } = understood(about, await visit.ask(path, name, signal), visit);
  const isGated = gated !== undefined && gated !== false;
  if (isGated && !visit.hasToken) {
    throw new LorekeepError('HUB_GATED', { name: id, host: visit.host });
  }
  return {
    id,
    commit: sha,
    licence: tags.find((tag) => tag.startsWith('license:'))?.slice('license:'.length) ?? null,
    gated: isGated,
    files: await listFiles(visit, id, sha, signal),
  };
}

async function listFiles(
  visit: HubVisit,
  repo: string,
  commit: string,
  signal: AbortSignal,
): Promise<HubFile[]> {
  const files: HubFile[] = [];
  const path = `/api/models/${escapePath(repo)}/tree/${commit}?recursive=true`;
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page++) {
    const from: string = cursor === null ? path : `${path}&cursor=${encodeURIComponent(cursor)}`;
    const answer = await visit.ask(from, repo, signal);
    for (const { type, path, size, lfs } of understood(entries, answer, visit)) {
      if (type !== 'file') continue;
      files.push({ path, size: lfs?.size ?? size ?? 0, sha256: lfs?.oid ?? null });
    }
    cursor = answer.cursor;
    if (cursor === null) break;
  }
  return files;
}

function understood<T>(schema: z.ZodType<T>, { value }: HubPage, { host }: HubVisit): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new LorekeepError('HUB_ANSWER_UNCLEAR', { host }, parsed.error);
}

/** The path of a file at the hub. */
export function filePath(repo: string, commit: string, path: string): string {
  return `/${escapePath(repo)}/resolve/${commit}/${escapePath(path)}`;
}

function escapePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
