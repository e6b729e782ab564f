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

/** Whether an address is one of this machine's own, its addresses on the network included. */
export function isOwnAddress(address: string): boolean {
  if (isThisMachine(address)) return true;
  const plain = address.replace(/^::ffff:/i, '');
  return Object.values(networkInterfaces()).some((list) => list?.some((own) => own.address === plain));
}
