import { isIP, SocketAddress } from 'node:net';
import { type HeaderList, headerValues } from '../../core/http/headers.ts';
import { isPublicAddress } from '../net/addresses.ts';

/**
 * Whose request the tunnel says this is, to hold one sender to its share. The peer is no help: a tunnel's client dials from
 * this machine. Only a claim: taken from the right of `X-Forwarded-For`, because each hop appends whom it saw and what stands
 * further left is whatever the sender wrote, and past addresses that are nobody's on the internet, which are the tunnel's own
 * hops. A tunnel that appends nothing lets a sender claim to be another; that sender then gets no more than it could take
 * without any shares, so a wrong claim costs the bound of shares and nothing else. null: nobody says, and no share is held.
 */
export function claimedSender(headers: HeaderList): string | null {
  const claims = headerValues(headers, 'x-forwarded-for');
  const hops = claims.length > 0 ? claims : headerValues(headers, 'x-real-ip');
  for (const hop of lastHops(hops.join(','))) {
    const address = addressOf(hop);
    if (isIP(address) !== 0 && isPublicAddress(address)) return isIP(address) === 6 ? prefixOf(address) : address;
  }
  return null;
}

/** More proxies than this before one listener are made up. */
const MAX_HOPS = 16;

/** From the right. A header may be 64 KiB of commas, so no list of all of them is made. */
function* lastHops(text: string): Generator<string> {
  let end = text.length;
  for (let hops = 0; hops < MAX_HOPS && end >= 0; hops++) {
    const comma = end === 0 ? -1 : text.lastIndexOf(',', end - 1);
    // An address and its port have no more than 60 characters.
    yield text.slice(Math.max(comma + 1, end - 64), end).trim();
    end = comma;
  }
}

/** Some proxies write the port too: `192.0.2.1:443`, `[2001:db8::1]:443`. */
function addressOf(hop: string): string {
  const bracketed = /^\[([^\]]+)\]/.exec(hop);
  if (bracketed?.[1] !== undefined) return bracketed[1];
  return /^[\d.]+:\d+$/.test(hop) ? hop.slice(0, hop.indexOf(':')) : hop;
}

/** The /64 of an IPv6 address, which is what one sender has at its disposal. */
function prefixOf(address: string): string {
  const [head = '', tail] = new SocketAddress({ address, family: 'ipv6' }).address.split('::');
  const groups = head.split(':');
  const tailGroups = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array<string>(8 - groups.length - tailGroups.length).fill('0');
  return `${[...groups, ...zeros, ...tailGroups].slice(0, 4).join(':')}::/64`;
}
