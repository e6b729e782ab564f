/** A length of time in ms as people write it: "350 ms", "6.2 s", "5 min", "36 h", "3 days". */
export function span(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 120) return `${decimal(seconds)} s`;
  if (seconds < 7200) return `${decimal(seconds / 60)} min`;
  if (seconds < 259_200) return `${decimal(seconds / 3600)} h`;
  return `${decimal(seconds / 86_400)} days`;
}

function decimal(value: number): string {
  return String(Math.round(value * 10) / 10);
}
