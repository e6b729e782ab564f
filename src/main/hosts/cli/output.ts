import { once } from 'node:events';
import { explain, type Failure } from '../../../core/failure.ts';
import { cliHint } from './cli-hints.ts';

/** Exit codes of every command. `locked`: of those that capture, when another process uses the data folder. */
export const EXIT = { ok: 0, failed: 1, usage: 2, unchecked: 3, locked: 3 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Standard output, with back-pressure: a slow reader of a long NDJSON stream must not fill our memory. */
export async function writeOut(data: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(data)) await once(process.stdout, 'drain');
}

export async function writeJsonLine(value: unknown): Promise<void> {
  await writeOut(`${JSON.stringify(value)}\n`);
}

/** Diagnostics go to standard error, which keeps standard output clean for JSON. */
export function complain(text: string): void {
  process.stderr.write(`hookproof: ${text}\n`);
}

/** What happened and the one thing to do, for a person at a terminal. Gives the exit code: as said, else by the failure. */
export function complainOf(failure: Failure, code: ExitCode = exitCodeOf(failure)): ExitCode {
  const { title, hint } = explain(failure);
  complain(`${title}\n  ${cliHint(failure) ?? hint}`);
  return code;
}

function exitCodeOf(failure: Failure): ExitCode {
  return failure.code === 'data-dir-locked' ? EXIT.locked : EXIT.failed;
}

/** Wrong usage, in one sentence. */
export function misuse(text: string): ExitCode {
  complain(text);
  return EXIT.usage;
}

/**
 * Captured text made safe for a terminal: control characters (escape sequences, line breaks, bidirectional marks) are
 * shown as `\xNN` or `\u{NNNN}` instead of being obeyed.
 */
export function terminalSafe(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}
