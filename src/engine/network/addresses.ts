// Which addresses belong to the open internet. All others lead to this machine or into the network
// it stands in: a page from outside must not send us there.
import { BlockList, isIP } from 'node:net';

/** Ranges of IPv4 that are no places on the internet (IANA's list of special addresses). */
const specialV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/** Parts of IPv6's public range that are tunnels to IPv4 or examples. */
const specialV6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const v4 = listOf(specialV4, 'ipv4');
const v6 = listOf(specialV6, 'ipv6');
const publicV6 = listOf([['2000::', 3]], 'ipv6');

/** True for an IP address on the open internet; false for all others and for what is none. */
export function isPublicAddress(address: string): boolean {
  const plain = address.replace(/%.*$/, '');
  const version = isIP(plain);
  if (version === 4) return !v4.check(plain, 'ipv4');
  // An IPv4 address in the form of IPv6 is outside of this range too.
  return version === 6 && publicV6.check(plain, 'ipv6') && !v6.check(plain, 'ipv6');
}

/** The IP address that a URL's host is written as, or null for a name. */
export function addressInUrl(url: URL): string | null {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) ? host : null;
}

function listOf(ranges: readonly (readonly [string, number])[], kind: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of ranges) list.addSubnet(network, prefix, kind);
  return list;
}
