// Where the hub is: Hugging Face, or a mirror that answers in its place.
import { LorekeepError } from '../../../shared/errors.ts';
import type { PassRules } from '../../network/gate.ts';

const huggingFace = 'https://huggingface.co';
/** Where Hugging Face itself keeps its files. */
const ownDomains = ['huggingface.co', 'hf.co'];

export interface HubBase {
  url: URL;
  isMirror: boolean;
}

/**
 * @param mirror the setting: an address, or '' for Hugging Face itself
 * @throws LorekeepError HUB_MIRROR_INVALID
 */
export function hubBase(mirror: string): HubBase {
  const address = mirror.trim() || huggingFace;
  const url = URL.parse(address);
  const web = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (!url || !web || url.username || url.password || url.search || url.hash) {
    throw new LorekeepError('HUB_MIRROR_INVALID', { address });
  }
  return { url, isMirror: url.origin !== huggingFace };
}

/** An address at the hub: its path, which may be that of a folder on the mirror, and a path in it. */
export function atHub({ url }: HubBase, path: string): URL {
  return new URL(url.origin + url.pathname.replace(/\/+$/, '') + path);
}

export interface StorageRules extends PassRules {
  /**
   * Whether the hub's answer may lead there, which the pass then admits.
   *
   * @param fromPrivate whether the answer came from the person's own network
   */
  follow(to: URL, fromPrivate: boolean): boolean;
}

/**
 * What one visit may reach: the hub, and the places that it keeps its files at. Hugging Face leads
 * to its own; a mirror wherever it likes. Only a hub in the person's own network leads into that
 * network, and what is not encrypted leads nowhere else.
 */
export function visitRules({ url: hub, isMirror }: HubBase): StorageRules {
  const storages = new Map<string, { private: boolean }>();
  const isHub = (url: URL) => url.origin === hub.origin;
  const isOwn = ({ hostname }: URL) =>
    ownDomains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
  return {
    follow(to, fromPrivate) {
      if (isHub(to)) return true;
      const secure = to.protocol === 'https:' && (isMirror || isOwn(to));
      const near = to.protocol === 'http:' && fromPrivate;
      if (!secure && !near) return false;
      storages.set(to.origin, { private: fromPrivate });
      return true;
    },
    admits: (url) => isHub(url) || storages.has(url.origin),
    // Hugging Face's name must not lead into the person's network, whoever answers for it.
    mayBePrivate: (url) => (isHub(url) ? isMirror : (storages.get(url.origin)?.private ?? false)),
    mayBePublic: (url) => url.protocol === 'https:',
  };
}
