// What a person writes to name a model on Hugging Face: `hf:user/name:Q4_K_M`, a file of it, or
// the address of a page that they pasted.
import { LorekeepError } from '../../../shared/errors.ts';

export interface HubReference {
  /** `user/name` */
  repo: string;
  /** Branch, tag or commit; null for the one that the hub shows first. */
  revision: string | null;
  /** What of it: a quantisation, a file by its path, or whatever suits best. */
  wanted: { quantisation: string } | { file: string } | null;
}

const repoName = String.raw`[\w-][\w.-]{0,95}\/[\w-][\w.-]{0,95}`;
const revisionName = String.raw`[\w][\w.-]{0,99}`;
const short = new RegExp(
  String.raw`^(${repoName})(?:@(${revisionName}))?(?::([\w.-]{1,40})|\/(.+\.gguf))?(?:@(${revisionName}))?$`,
  'i',
);
const knownHosts: ReadonlySet<string> = new Set(['huggingface.co', 'www.huggingface.co', 'hf.co']);
/** First parts of addresses at the hub that are no users. */
const otherThings: ReadonlySet<string> = new Set(
  'api blog collections datasets docs join login models papers posts pricing settings spaces'.split(
    ' ',
  ),
);

/**
 * Reads `hf:user/name`, `hf:user/name:quantisation`, `hf:user/name/path/file.gguf`, each with
 * `@revision` behind the name or at the end, and addresses of the hub's pages and files.
 *
 * @param mirror the host of the mirror in use, whose addresses are taken too
 * @throws LorekeepError HUB_REFERENCE_INVALID
 */
export function parseHubReference(text: string, mirror: string | null = null): HubReference {
  const trimmed = text.trim();
  const invalid = new LorekeepError('HUB_REFERENCE_INVALID', { text: trimmed.slice(0, 200) });
  const plain = trimmed.replace(/^hf:(\/\/)?/i, '').replace(/^hf\.co\//i, '');
  const found = /^https?:/i.test(plain) ? fromAddress(plain, mirror) : fromShort(plain);
  if (!found || found.repo.includes('..') || isOutside(found)) throw invalid;
  return found;
}

/** How the reference is written in short; reading it again gives the same. */
export function writeHubReference({ repo, revision, wanted }: HubReference): string {
  const at = revision === null ? '' : `@${revision}`;
  if (!wanted) return `hf:${repo}${at}`;
  const rest = 'file' in wanted ? `/${wanted.file}` : `:${wanted.quantisation}`;
  return `hf:${repo}${at}${rest}`;
}

function fromShort(text: string): HubReference | null {
  const match = short.exec(text);
  const [, repo, before, quantisation, file, after] = match ?? [];
  if (!repo || (before && after)) return null;
  const wanted = file ? { file } : quantisation ? { quantisation } : null;
  return { repo, revision: before ?? after ?? null, wanted };
}

/** `/user/name`, `/user/name/tree/revision`, `/user/name/blob/revision/file` and the like. */
function fromAddress(text: string, mirror: string | null): HubReference | null {
  const url = URL.parse(text);
  if (!url || !(knownHosts.has(url.hostname) || url.host === mirror)) return null;
  const steps = url.pathname.split('/').filter((step) => step !== '');
  const [user, nameAndQuant, view, revision, ...path] = steps.map(unescapeStep);
  if (!user || !nameAndQuant || otherThings.has(user.toLowerCase())) return null;
  // Other programs write `hf.co/user/name:Q4_K_M`.
  const start = fromShort(`${user}/${nameAndQuant}`);
  if (!start || view === undefined) return withShown(start, url);
  const isFile = ['blob', 'resolve', 'raw', 'blame'].includes(view);
  const file = path.join('/');
  if (isFile && revision && /\.gguf$/i.test(file)) return { ...start, revision, wanted: { file } };
  if (view === 'tree' && revision) return withShown({ ...start, revision }, url);
  return null;
}

/** The hub's page of a model names the file that it shows in its query. */
function withShown(reference: HubReference | null, url: URL): HubReference | null {
  const file = url.searchParams.get('show_file_info') ?? '';
  return reference && /\.gguf$/i.test(file) ? { ...reference, wanted: { file } } : reference;
}

function unescapeStep(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    // Not escaped text: taken as it stands.
    return step;
  }
}

function isOutside({ wanted }: HubReference): boolean {
  return (
    wanted !== null && 'file' in wanted && wanted.file.split('/').some((s) => /^\.{0,2}$/.test(s))
  );
}
