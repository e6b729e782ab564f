import { InvalidArgumentError } from 'commander';
import { type Speed, speeds } from '../../../core/deliver/speed.ts';

// What options take. Each gives the value of a text, or says in a sentence what it has to be.

export function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}

export function positive(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('Give a number above 0.');
  return value;
}

export function wholeUpTo(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < 1 || value > most) {
      throw new InvalidArgumentError(`Give a whole number from 1 to ${most}.`);
    }
    return value;
  };
}

export function speedOf(text: string): Speed {
  const speed = speeds.find((one) => String(one) === text);
  if (speed === undefined) throw new InvalidArgumentError(`Give ${speeds.join(', ')}.`);
  return speed;
}

export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
