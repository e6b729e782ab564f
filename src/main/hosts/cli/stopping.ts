/** Resolves at the first SIGINT, SIGTERM or SIGHUP. A second one ends the process at once, as a terminal user expects. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}
