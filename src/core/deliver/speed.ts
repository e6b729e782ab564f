/** Waits are divided by this to be tested in less time; deadlines never are, for a handler has to keep the real one. */
export const speeds = [1, 10, 100] as const;
export type Speed = (typeof speeds)[number];
