// The address of a server as a person types or pastes it. Text travels unencrypted inside the
// person's own network only; where a name leads is seen while connecting (network/http-send.ts).
import type { serverPlaces } from '../../shared/contract/servers.ts';
import { LorekeepError } from '../../shared/errors.ts';
import type { PassRules } from '../network/gate.ts';
import { addressInUrl, isPublicAddress } from '../network/addresses.ts';

/** What servers show as their address may be that of one of their pages. */
const pages = /(\/v1)?(\/(models|chat\/completions|completions|embeddings))?\/*$/;

/**
 * The base of a server's address, without a slash at its end; its API is below `/v1` there.
 *
 * @throws LorekeepError SERVER_ADDRESS_INVALID, NETWORK_UNENCRYPTED
 */
export function serverBase(typed: string): string {
  const address = typed.trim();
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : withScheme(address));
  const web = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (!url || !web || url.username || url.password || url.search || url.hash) {
    throw new LorekeepError('SERVER_ADDRESS_INVALID', { address: withoutUser(address) });
  }
  const fixed = addressInUrl(url);
  if (url.protocol === 'http:' && fixed && isPublicAddress(fixed)) {
    throw new LorekeepError('NETWORK_UNENCRYPTED', { host: url.host });
  }
  return url.origin + url.pathname.replace(pages, '').replace(/\/+$/, '');
}

/** Where a server is, as far as its address tells. */
export function placeOf(base: string): (typeof serverPlaces)[number] {
  const url = new URL(base);
  const fixed = addressInUrl(url);
  if (/^(.*\.)?localhost$/.test(url.hostname)) return 'machine';
  if (fixed === '::1' || fixed?.startsWith('127.')) return 'machine';
  if (url.protocol === 'http:') return 'network';
  return fixed && !isPublicAddress(fixed) ? 'network' : 'internet';
}

/** What a pass for a server reaches: it alone, and unencrypted only in the person's own network. */
export function serverRules(base: string): PassRules {
  const { origin } = new URL(base);
  return {
    admits: (url) => url.origin === origin,
    mayBePrivate: () => true,
    mayBePublic: (url) => url.protocol === 'https:',
  };
}

/** Names and addresses inside a network are seldom encrypted, all others should be. */
function withScheme(address: string): string {
  const url = URL.parse(`http://${address}`);
  const fixed = url && addressInUrl(url);
  const host = url?.hostname ?? '';
  const near = fixed
    ? !isPublicAddress(fixed)
    : !host.includes('.') || /\.(local|localhost|lan|home|internal|home\.arpa)$/.test(host);
  return `${near ? 'http' : 'https'}://${address}`;
}

/** A password that was typed into an address is not shown again. */
function withoutUser(address: string): string {
  return address.replace(/^([^/@]*\/\/)?[^/]*@/, '$1');
}
