/**
 * Resolves at the first SIGINT, SIGTERM or SIGHUP. A second one ends the process at once, as a terminal user expects.
 * Called before anything else: whoever reads a command's first line may stop it the next moment.
 */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}
