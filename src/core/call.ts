import { z } from 'zod';

/**
 * How a call ended, as plain data: hosts carry this and never an exception, whose class and stack neither IPC nor a
 * WebSocket keeps. An expected failure is no error here; it is the value of a call that went well.
 */
export const callOutcomeSchema = z.discriminatedUnion('ok', [
  /** `value` is absent for commands that answer nothing: MessagePack has no undefined. */
  z.strictObject({ ok: z.literal(true), value: z.unknown().optional() }),
  z.strictObject({
    ok: z.literal(false),
    error: z.discriminatedUnion('name', [
      /** The call is not one of the contract: unknown command, or an input its schema refuses. A bug of the caller. */
      z.strictObject({ name: z.literal('InvalidCall'), message: z.string() }),
      /** A bug of the engine. The stack is in the engine's log under `id`; nothing captured crosses. */
      z.strictObject({ name: z.literal('EngineError'), message: z.string(), id: z.string() }),
    ]),
  }),
]);

export type CallOutcome = z.infer<typeof callOutcomeSchema>;
export type CallError = Extract<CallOutcome, { ok: false }>['error'];
