import { lookup as resolveName } from 'node:dns';
import { BlockList, isIP, isIPv4, type LookupFunction } from 'node:net';

/** IANA special-purpose ranges that are not the public internet. */
const ranges4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
const ranges6: readonly (readonly [string, number])[] = [
  ['::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

const notPublic = new BlockList();
for (const [network, prefix] of ranges4) {
  notPublic.addSubnet(network, prefix, 'ipv4');
  // The same behind the prefix by which a network without IPv4 reaches it.
  notPublic.addSubnet(`64:ff9b::${network}`, prefix + 96, 'ipv6');
}
for (const [network, prefix] of ranges6) notPublic.addSubnet(network, prefix, 'ipv6');

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

const inList = (list: BlockList, address: string): boolean =>
  list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

/** Whether a host of an address is this machine by its very name. */
export function isLoopbackHost(hostname: string): boolean {
  const host = bare(hostname);
  return host === 'localhost' || (isIP(host) > 0 && inList(loopback, host));
}

/** Whether an address may be reached: public ones, and this machine when the host says so itself. */
const mayReach = (hostname: string, address: string): boolean =>
  !inList(notPublic, address) || (isLoopbackHost(hostname) && inList(loopback, address));

/** Whether the host is an IP address that may not be reached; names are known only when they are resolved. */
export function isGuardedAddress(hostname: string): boolean {
  const host = bare(hostname);
  return isIP(host) > 0 && !mayReach(host, host);
}

export const guardedCode = 'EGUARDED';

/**
 * Resolves a name for the connection itself, so that no answer of the name server can change between the look and
 * the use, and fails with {@link guardedCode} when any address is private.
 */
export const guardedLookup =
  (resolve: typeof resolveName = resolveName): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      if (!addresses.every(({ address }) => mayReach(hostname, address))) {
        const refusal = Object.assign(new Error('an address that is not public'), { code: guardedCode });
        return callback(refusal, []);
      }
      const [first] = addresses;
      if (options.all === true || first === undefined) return callback(null, [...addresses]);
      return callback(null, first.address, first.family);
    });
  };
