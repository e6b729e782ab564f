import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('kept-ratios.json', import.meta.url);

/** Below this part of a kept ratio something is wrong; above it, machines and their other work differ. */
const LARGE_LOSS = 0.5;

/** One line for each ratio that is far below the kept one. A ratio that is not kept is not compared. */
export function lossesOf(ratios: Readonly<Record<string, number>>): readonly string[] {
  const kept = keptRatios();
  return Object.entries(ratios).flatMap(([name, ratio]) => {
    const before = kept[name];
    if (before === undefined || ratio >= before * LARGE_LOSS) return [];
    return [`${name}: ${ratio.toFixed(3)}, kept ${before.toFixed(3)}`];
  });
}

/** Those measured take the place of what was kept of them; the others stay. */
export function keepRatios(ratios: Readonly<Record<string, number>>): void {
  const rounded = Object.entries(ratios).map(([name, ratio]): [string, number] => [name, Number(ratio.toPrecision(3))]);
  const all = { ...keptRatios(), ...Object.fromEntries(rounded) };
  const sorted = Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
}

function keptRatios(): Readonly<Record<string, number>> {
  // Written by `keepRatios`.
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
}
