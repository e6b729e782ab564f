/** Where an error was thrown, without its message: JSON.parse, for one, quotes what it was given, and that may be a secret. */
export function placeOf(error: unknown): { readonly name: string; readonly code: unknown; readonly frames: string } {
  if (!(error instanceof Error)) return { name: typeof error, code: undefined, frames: '' };
  const { name, message, stack = '' } = error;
  const at = stack.indexOf(message);
  return { name, code: codeOf(error), frames: at === -1 ? '' : stack.slice(at + message.length).trim() };
}

export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
