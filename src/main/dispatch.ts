import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { CallOutcome } from '../core/call.ts';
import type { CommandName, Handlers, Input, Output } from '../core/contract.ts';
import { inputSchemas, isCommandName } from '../core/input-schemas.ts';

/** A call that the contract does not know: the caller's bug, refused before any handler runs. */
export class InvalidCall extends Error {
  override readonly name = 'InvalidCall';
}

/**
 * Runs one command on an input of unknown shape. Throws `InvalidCall` for an unknown command and for an input its schema
 * refuses (naming the field, never its value); whatever a handler throws passes through.
 */
export async function callHandler(handlers: Handlers, name: unknown, input: unknown): Promise<unknown> {
  if (!isCommandName(name)) throw new InvalidCall('there is no such command');
  return run(handlers, name, input);
}

async function run<K extends CommandName>(handlers: Handlers, name: K, input: unknown): Promise<Output<K>> {
  const parsed = check(name, input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new InvalidCall(`${name}: ${issue?.path.join('.') || 'input'}: ${issue?.message ?? 'not valid'}`);
  }
  // The schema under `name` gives that command's input (`satisfies` in input-schemas); TypeScript loses the link by key.
  return handlers[name](parsed.data as Input<K>);
}

function check(name: CommandName, input: unknown) {
  try {
    return inputSchemas[name].safeParse(input);
  } catch {
    // zod's `readonly` freezes what it was given also where that is wrong, which a typed array in the place of a list throws at.
    throw new InvalidCall(`${name}: input: not valid`);
  }
}

/** `callHandler` for hosts whose calls cross a process or a socket: bugs are logged here and cross without their text. */
export async function answerCall(handlers: Handlers, log: Logger, name: unknown, input: unknown): Promise<CallOutcome> {
  try {
    return { ok: true, value: await callHandler(handlers, name, input) };
  } catch (error) {
    if (error instanceof InvalidCall) {
      log.warn({ call: error.message }, 'a screen made an invalid call');
      return { ok: false, error: { name: error.name, message: error.message } };
    }
    const id = randomUUID();
    log.error({ err: error, command: name, id }, 'a command threw');
    return { ok: false, error: { name: 'EngineError', message: 'Something went wrong inside Hookproof.', id } };
  }
}
