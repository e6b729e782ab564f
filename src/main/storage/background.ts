/** Work that nobody waits for. Gives when it is over, and never rejects. */
export type InBackground = (work: Promise<unknown>) => Promise<void>;

/**
 * What such work throws is a bug, and goes to `onBug`: as a rejection that nobody takes it would end the process, captures and all.
 */
export function reportingBugs(onBug: (error: unknown) => void): InBackground {
  return (work) => work.then(() => undefined, onBug);
}
