import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Every file below a folder that holds the text in any of the forms a program may write it, by its relative path. */
export function filesWith(text: string, folder: string): readonly string[] {
  return filesHolding(folder, (bytes) => holds(bytes, text));
}

export function filesHolding(folder: string, what: (bytes: Buffer) => boolean): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => what(readFileSync(file)))
    .map((file) => relative(folder, file))
    .sort();
}

/** Whether bytes hold a text as UTF-8, UTF-16LE, UTF-16BE, hex, or base64 of any alignment in either alphabet. */
export function holds(bytes: Buffer, text: string): boolean {
  return formsOf(text).some((form) => bytes.includes(form));
}

function formsOf(text: string): readonly Buffer[] {
  const utf8 = Buffer.from(text);
  const utf16 = Buffer.from(text, 'utf16le');
  const hex = utf8.toString('hex');
  const base64 = [0, 1, 2].map((before) => {
    // Only whole groups of three bytes that are the text's own: what stands around it changes the rest.
    const skip = (3 - before) % 3;
    const whole = utf8.subarray(skip, skip + 3 * Math.floor((utf8.length - skip) / 3));
    return whole.toString('base64');
  });
  const base64url = base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'));
  const reversed = Buffer.from(utf16).swap16();
  return [utf8, utf16, reversed, ...[hex, hex.toUpperCase(), ...base64, ...base64url].map((form) => Buffer.from(form))];
}

/** The processes of this machine whose argument list or environment holds the text, as far as they may be read. Linux only. */
export function processesWith(text: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => ['cmdline', 'environ'].map((file) => `/proc/${pid}/${file}`))
    .filter((file) => holds(readOrNothing(file), text));
}

function readOrNothing(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    // A process that has ended meanwhile, or somebody else's: it tells nothing.
    return Buffer.alloc(0);
  }
}
