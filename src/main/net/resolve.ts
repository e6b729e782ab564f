import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import type { Address } from './exchange.ts';

/** All addresses of a name, in the order in which to try them. Rejects with the system's error (`ENOTFOUND`, …). */
export type Resolve = (host: string) => Promise<readonly Address[]>;

const loopback: readonly Address[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

export const resolveName: Resolve = async (host) => {
  // RFC 6761, section 6.3: every such name is this machine. Browsers know, many system resolvers do not.
  if (/(^|\.)localhost\.?$/i.test(host)) return loopback;
  const found = await lookup(host, { all: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
};

/**
 * What `net.connect` asks for a name's addresses, answered with those that were looked up and judged before: a second look-up
 * could lead elsewhere (DNS rebinding).
 */
export function lookedUp(addresses: readonly Address[]): LookupFunction {
  return (host, { all }, answered) => {
    const [first] = addresses;
    if (all) answered(null, [...addresses]);
    else if (first !== undefined) answered(null, first.address, first.family);
    else answered(Object.assign(new Error(`no address for ${host}`), { code: 'ENOTFOUND' }), '');
  };
}

export class DeadlinePassed extends Error {}

/**
 * The system's resolver cannot be interrupted: after the deadline, or when the signal is aborted, its late answer is
 * ignored. Rejects with `DeadlinePassed` then.
 */
export async function within<T>(ms: number, resolving: Promise<T>, signal?: AbortSignal): Promise<T> {
  const passed = Promise.withResolvers<never>();
  const end = () => passed.reject(new DeadlinePassed());
  const timer = setTimeout(end, ms);
  signal?.addEventListener('abort', end);
  if (signal?.aborted) end();
  try {
    return await Promise.race([resolving, passed.promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
}
