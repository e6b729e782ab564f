export const MiB = 1024 * 1024;
export const GiB = 1024 * MiB;

/** A stored number in the unit it is shown in, without rounding it away: 1536 KiB is `1.5` MiB. */
export function inUnit(value: number, scale: number): string {
  return String(Number((value / scale).toFixed(6)));
}

/**
 * What the user typed in a unit, as the stored integer; or a sentence on what is wrong. Digits may be grouped (`100 000`,
 * `100,000`); a comma that does not group three digits is not guessed at.
 */
export function fromUnit(text: string, scale: number, min: number, max: number): number | string {
  const plain = text.trim().replace(/(?<=\d)[ \u00a0\u202f,](?=\d{3}(?:\D|$))/g, '');
  if (!/^\d+(\.\d+)?$/.test(plain)) return 'Enter a number';
  const value = Math.round(Number(plain) * scale);
  if (value < min || value > max) {
    return `Enter a number from ${inUnit(min, scale)} to ${inUnit(max, scale)}`;
  }
  return value;
}
