import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

/**
 * Addresses at which only this machine answers. `::/96` holds the deprecated IPv4-compatible form (`::127.0.0.1`, which
 * also reaches loopback on some systems) and `::` and `::1`; 0.0.0.0 as a destination means this machine.
 */
const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('0.0.0.0', 'ipv4');
loopback.addAddress('::1', 'ipv6');
loopback.addAddress('::', 'ipv6');
loopback.addSubnet('::127.0.0.0', 104, 'ipv6');
loopback.addSubnet('::ffff:127.0.0.0', 104, 'ipv6');
loopback.addAddress('::ffff:0.0.0.0', 'ipv6');

/** Whether only this machine answers at an address. `address`: after name resolution. */
export function isThisMachine(address: string): boolean {
  return loopback.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/**
 * Whether an address may lead to this machine: one of its own, its addresses on the network included, or an IPv6 one that
 * carries one of them inside (mapped, compatible, or translated on the way, RFC 4291 and 6052).
 */
export function isOwnAddress(address: string): boolean {
  if (isThisMachine(address)) return true;
  const family = isIP(address);
  if (family === 0) return false;
  const own = new BlockList();
  own.addSubnet('64:ff9b::127.0.0.0', 104, 'ipv6');
  for (const held of Object.values(networkInterfaces()).flatMap((list) => list ?? [])) {
    if (held.family === 'IPv6') own.addAddress(held.address, 'ipv6');
    else {
      own.addAddress(held.address, 'ipv4');
      for (const prefix of ['::ffff:', '::', '64:ff9b::']) own.addAddress(`${prefix}${held.address}`, 'ipv6');
    }
  }
  return own.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/**
 * Addresses that are nobody's on the internet: the special-purpose registries of IANA (RFC 6890 and later), multicast, and
 * the ranges that carry an IPv4 address inside (translated or tunnelled, it could lead back into this network).
 */
const special = new BlockList();
for (const [prefix, bits] of [
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
  ['224.0.0.0', 3],
] as const) {
  special.addSubnet(prefix, bits, 'ipv4');
}
/** Of IPv6 only 2000::/3 is given out to anybody; these lie inside it. */
for (const [prefix, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  special.addSubnet(prefix, bits, 'ipv6');
}
const unicast = new BlockList();
unicast.addSubnet('2000::', 3, 'ipv6');

/** Whether an address can be a host of somebody else's on the internet. `address`: after name resolution. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !special.check(address, 'ipv4');
  return isIP(address) === 6 && unicast.check(address, 'ipv6') && !special.check(address, 'ipv6');
}
