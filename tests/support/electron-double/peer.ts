/** Calls both ways between the double's process and the test that plays its windows, over Node's IPC channel. */

type Method = (...args: never[]) => unknown;

interface CallMessage {
  readonly call: number;
  readonly method: string;
  readonly args: readonly unknown[];
}
interface AnswerMessage {
  readonly answer: number;
  readonly value?: unknown;
  readonly error?: string;
}

export interface Channel {
  send(message: CallMessage | AnswerMessage): void;
  listen(listener: (message: CallMessage | AnswerMessage) => void): void;
}

export interface Peer {
  call(method: string, ...args: readonly unknown[]): Promise<unknown>;
}

export function createPeer(channel: Channel, methods: Readonly<Record<string, Method>>): Peer {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let next = 0;

  async function answer({ call, method, args }: CallMessage): Promise<void> {
    try {
      const run = methods[method];
      if (run === undefined) throw new Error(`the double has no ${method}`);
      // The two sides of this folder call each other with the arguments their methods declare.
      channel.send({ answer: call, value: await run(...(args as never[])) });
    } catch (error) {
      channel.send({ answer: call, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }

  channel.listen((message) => {
    if ('call' in message) void answer(message);
    else {
      const call = waiting.get(message.answer);
      waiting.delete(message.answer);
      if (message.error === undefined) call?.resolve(message.value);
      else call?.reject(new Error(message.error));
    }
  });

  return {
    call(method, ...args) {
      const call = next++;
      return new Promise((resolve, reject) => {
        waiting.set(call, { resolve, reject });
        channel.send({ call, method, args });
      });
    },
  };
}
