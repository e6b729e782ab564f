import { readFileSync } from 'node:fs';

export interface ProcessFigures {
  readonly rssMiB: number;
  /** The most it has had. */
  readonly peakRssMiB: number;
  /** Of all its threads, in user and system mode. */
  readonly cpuMs: number;
}

/** `sysconf(_SC_CLK_TCK)` on every Linux that Node runs on: the unit of times in /proc/PID/stat, proc(5). */
const TICKS_PER_SECOND = 100;

/** null where there is no /proc (macOS, Windows). */
export function processFigures(pid: number): ProcessFigures | null {
  if (process.platform !== 'linux') return null;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mebibytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
  // The command in parentheses may hold spaces; what follows it starts with field 3, the state. 14 is utime, 15 stime.
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const cpuMs = ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
  return { rssMiB: mebibytes('VmRSS'), peakRssMiB: mebibytes('VmHWM'), cpuMs };
}
