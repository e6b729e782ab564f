import { once } from 'node:events';
import type { Failure } from '../../../core/failure.ts';
import { explain } from '../../../core/failure-words.ts';
import { cliHint } from './cli-hints.ts';

/** Exit codes of every command. `locked`: of those that capture, when another process uses the data folder. */
export const EXIT = { ok: 0, failed: 1, usage: 2, unchecked: 3, locked: 3 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * Bytes or text for a file or another program, as they are. With back-pressure: a slow reader of a long NDJSON stream must not
 * fill our memory.
 */
export async function writeExact(data: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(data)) await once(process.stdout, 'drain');
}

/** Text for a person: whatever got into it, the terminal shows it instead of obeying it. */
export async function writeOut(text: string): Promise<void> {
  await writeExact(terminalText(text));
}

/** The same value for every reader of JSON, and nothing that a terminal obeys: JSON itself escapes only what is below a space. */
export async function writeJsonLine(value: unknown): Promise<void> {
  await writeExact(`${JSON.stringify(value).replace(OBEYED, jsonEscapes)}\n`);
}

/** Diagnostics go to standard error, which keeps standard output clean for JSON. */
export function complain(text: string): void {
  process.stderr.write(`hookproof: ${terminalText(text)}\n`);
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

/** Control characters, bidirectional marks and others that are not seen themselves, line and paragraph separators. */
const OBEYED = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/**
 * Captured text on one line of a terminal: control characters (escape sequences, line breaks, bidirectional marks) are shown as
 * `\xNN` or `\u{NNNN}` instead of being obeyed.
 */
export function terminalSafe(text: string): string {
  return text.replace(OBEYED, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

/** The same of several lines: line breaks stay, CRLF included. */
export function terminalText(text: string): string {
  return text
    .split('\n')
    .map((line) => terminalSafe(line.replace(/\r$/, '')))
    .join('\n');
}

function jsonEscapes(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
