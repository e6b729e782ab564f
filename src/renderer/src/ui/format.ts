/** Numbers, sizes and times in the words of the screen. Pure: the moment of reading is a parameter. */

const count = new Intl.NumberFormat('en');
const oneDigit = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** 4000 as `4,000`. */
export function formatCount(value: number): string {
  return count.format(value);
}

/** `1 header`, `4,000 headers`. */
export function formatCounted(value: number, one: string): string {
  return `${formatCount(value)} ${value === 1 ? one : `${one}s`}`;
}

/** `0 B`, `999 B`, `1.5 KiB`, `32 MiB`: binary units, as the limits in Settings are. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  for (const unit of ['B', 'KiB', 'MiB', 'GiB']) {
    if (value < 1023.95 || unit === 'GiB') return `${oneDigit.format(value)} ${unit}`;
    value /= 1024;
  }
  return `${oneDigit.format(value)} GiB`;
}

/** `0.4 ms`, `12 ms`, `1.2 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(ms: number): string {
  if (ms < 10) return `${oneDigit.format(ms)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 59.95) return `${oneDigit.format(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return twoUnits(whole, 60, 'min', 1, 's');
  if (whole < 86_400) return twoUnits(whole, 3600, 'h', 60, 'min');
  return twoUnits(whole, 86_400, 'd', 3600, 'h');
}

function twoUnits(seconds: number, big: number, bigName: string, small: number, smallName: string): string {
  const rest = Math.floor((seconds % big) / small);
  return `${Math.floor(seconds / big)} ${bigName}${rest === 0 ? '' : ` ${rest} ${smallName}`}`;
}

/** `14:03:07` in the machine's time zone. */
export function formatClock(atMs: number): string {
  const at = new Date(atMs);
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}

/** `2026-11-21 14:03:07.250`, local time, to the millisecond. */
export function formatMoment(atMs: number): string {
  const at = new Date(atMs);
  return `${formatDate(at)} ${formatClock(atMs)}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}

function formatDate(at: Date): string {
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;
}

/** For a row: the clock on the day itself, else the date too, as `11-20 14:03`. */
export function formatRowTime(atMs: number, nowMs: number): string {
  const date = formatDate(new Date(atMs));
  if (date === formatDate(new Date(nowMs))) return formatClock(atMs);
  return `${date.slice(5)} ${formatClock(atMs).slice(0, 5)}`;
}

/** `just now`, `4 s ago`, `3 min ago`, `2 h ago`, `5 d ago`; `in 4 s` for what is to come. */
export function formatTimeAgo(atMs: number, nowMs: number): string {
  const ms = nowMs - atMs;
  if (Math.abs(ms) < 1000) return 'just now';
  const words = oneUnit(Math.abs(ms) / 1000);
  return ms > 0 ? `${words} ago` : `in ${words}`;
}

function oneUnit(seconds: number): string {
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}
