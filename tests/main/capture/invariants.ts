import { readdirSync } from 'node:fs';
import { expect } from 'vitest';
import { accountedFor, type Harness, type Received, type Sender } from './support.ts';

/** Open file descriptors of this process; null where /proc does not tell. */
export function openFds(): number | null {
  return process.platform === 'linux' ? readdirSync('/proc/self/fd').length : null;
}

const isBlank = (text: string): boolean => /^[\r\n]*$/.test(text);

/**
 * What holds whatever senders did, when all of them are gone: each connection accepted has its rows, was blank, or was dropped; what
 * was acknowledged is stored; what is stored is what was sent, or a prefix of it that says so; nothing is in flight. The listener is
 * closed, and then the process has as many open files as before it. (An unhandled rejection fails the run by itself.) `except`:
 * connections of other programs, and senders that sent only what is nobody's.
 */
export async function expectSound(
  harness: Harness,
  fdsBefore: number | null,
  except: { readonly otherConnections?: number; readonly intercepted?: number } = {},
): Promise<void> {
  await Promise.all(harness.senders.map(({ closed }) => closed));
  await harness.idle();
  const { connections, droppedConnections, inFlightBytes, openConnections } = harness.listener.counters;
  const { otherConnections = 0, intercepted = 0 } = except;
  let unread = 0;
  for (const sender of harness.senders) {
    const received = harness.of(sender);
    if (received.length > 0) expectTrueRows(sender, received);
    else if (!isBlank(sender.sent)) unread++;
  }
  expect(connections).toBe(harness.senders.length - droppedConnections + otherConnections);
  // A dropped connection that sent nothing is a blank one.
  expect(unread).toBeLessThanOrEqual(droppedConnections + intercepted);
  expect({ inFlightBytes, openConnections }).toEqual({ inFlightBytes: 0, openConnections: 0 });
  expect(harness.bugs).toEqual([]);
  await harness.listener.close();
  if (fdsBefore !== null) expect(openFds()).toBeLessThanOrEqual(fdsBefore);
}

function expectTrueRows(sender: Sender, received: readonly Received[]): void {
  const rest = sender.sent.slice(accountedFor(sender.sent, received));
  const isMarked = received.some(
    ({ arrival: { completeness, malformed } }) => completeness !== 'complete' || malformed !== null,
  );
  const closedByUs = /\r\nConnection: close\r\n/i.test(sender.got);
  if (!isBlank(rest))
    expect({ isPrefix: isMarked || closedByUs, rest: rest.slice(0, 200) }).toMatchObject({ isPrefix: true });
  const acknowledged = sender.statuses.filter((status) => status >= 200 && status < 300).length;
  const stored = received.filter(({ arrival }) => arrival.completeness === 'complete').length;
  expect(acknowledged).toBeLessThanOrEqual(stored);
}
