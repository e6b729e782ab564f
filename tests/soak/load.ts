import { Agent, request } from 'node:http';
import net from 'node:net';

/** What one stretch of load came to. */
export interface LoadFigures {
  readonly sent: number;
  readonly acknowledged: number;
  /** By status, those that are not 2xx; 0: no reply. */
  readonly refused: ReadonlyMap<number, number>;
  /** The replies to broken senders, by status; 0: none. */
  readonly broken: ReadonlyMap<number, number>;
  /** Of replies, in ms, ascending. */
  readonly latencies: readonly number[];
}

export interface Load {
  /** So many well-formed requests a second on kept connections for so long, with broken senders among them. */
  steady(perSecond: number, ms: number): Promise<LoadFigures>;
  /** So many requests as fast as so many connections take them. */
  burst(count: number, connections: number): Promise<LoadFigures>;
  close(): void;
}

const SMALL = Buffer.from(JSON.stringify({ id: 'evt_1', type: 'order.created', data: { note: 'x'.repeat(900) } }));
const MEDIUM = Buffer.alloc(10 * 1024, 'y');
const LARGE = Buffer.alloc(2 * 1024 * 1024, 'z');

/** One in so many is large, comes in chunks, is not HTTP, or leaves in its middle. */
const LARGE_EVERY = 500;
const CHUNKED_EVERY = 10;
const BROKEN_EVERY = 50;

export function createLoad(port: number): Load {
  let number = 0;

  function send(agent: Agent, into: Gathering): Promise<void> {
    const n = ++number;
    if (n % BROKEN_EVERY === 0) return sendBroken(n, into);
    const body = n % LARGE_EVERY === 1 ? LARGE : n % 7 === 0 ? MEDIUM : SMALL;
    const began = performance.now();
    into.sent++;
    return new Promise((resolve) => {
      const sending = request(
        {
          port,
          host: '127.0.0.1',
          method: 'POST',
          path: `/hook?n=${n}`,
          agent,
          headers: {
            'Content-Type': 'application/json',
            // Of a body that is given in one piece Node would say the length.
            ...(n % CHUNKED_EVERY === 0 ? { 'Transfer-Encoding': 'chunked' } : { 'Content-Length': body.length }),
          },
        },
        (response) => {
          response.resume();
          response.on('close', () => {
            into.note(response.statusCode ?? 0, performance.now() - began);
            resolve();
          });
        },
      );
      sending.on('error', () => {
        into.note(0, performance.now() - began);
        resolve();
      });
      sending.end(body);
    });
  }

  /** In turn: no HTTP at all, a body cut short, and a sender that says nothing. */
  function sendBroken(n: number, into: Gathering): Promise<void> {
    const kind = (n / BROKEN_EVERY) % 3;
    return new Promise((resolve) => {
      const socket = net.connect({ port, host: '127.0.0.1' });
      let status = 0;
      socket.on('connect', () => {
        if (kind === 0) socket.write('\x16\x03\x01 not HTTP');
        if (kind === 1) socket.write('POST /cut HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nabc');
        socket.end();
      });
      socket.on('data', (chunk) => {
        status = Number(/^HTTP\/1\.1 (\d+)/.exec(chunk.toString('latin1'))?.[1] ?? status);
      });
      // The system may say so of a connection that both sides leave.
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        if (kind !== 2) into.noteBroken(status);
        resolve();
      });
    });
  }

  const kept = new Agent({ keepAlive: true, maxSockets: 16 });
  return {
    async steady(perSecond, ms) {
      const into = new Gathering();
      const began = performance.now();
      const pending = new Set<Promise<void>>();
      for (let started = 0; performance.now() - began < ms; ) {
        const due = Math.floor(((performance.now() - began) / 1000) * perSecond);
        for (; started < due; started++) {
          const one = send(kept, into);
          pending.add(one);
          void one.finally(() => pending.delete(one));
        }
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      await Promise.all(pending);
      return into.figures();
    },
    async burst(count, connections) {
      const into = new Gathering();
      const agent = new Agent({ keepAlive: true, maxSockets: connections });
      let left = count;
      const lane = async (): Promise<void> => {
        while (left-- > 0) await send(agent, into);
      };
      await Promise.all(Array.from({ length: connections }, lane));
      agent.destroy();
      return into.figures();
    },
    close: () => kept.destroy(),
  };
}

class Gathering {
  sent = 0;
  readonly #latencies: number[] = [];
  readonly #refused = new Map<number, number>();
  readonly #broken = new Map<number, number>();
  #acknowledged = 0;

  note(status: number, ms: number): void {
    this.#latencies.push(ms);
    if (status >= 200 && status < 300) this.#acknowledged++;
    else this.#refused.set(status, (this.#refused.get(status) ?? 0) + 1);
  }

  noteBroken(status: number): void {
    this.#broken.set(status, (this.#broken.get(status) ?? 0) + 1);
  }

  figures(): LoadFigures {
    return {
      sent: this.sent,
      acknowledged: this.#acknowledged,
      refused: this.#refused,
      broken: this.#broken,
      latencies: this.#latencies.toSorted((a, b) => a - b),
    };
  }
}

export function percentile(ascending: readonly number[], share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? 0;
}
