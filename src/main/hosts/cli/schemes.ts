import { schemes as registered } from '../../../core/signature/registry.ts';
import type { Workers } from '../../engine.ts';
import { savedSchemes } from './known-schemes.ts';
import { complainOf, EXIT, type ExitCode, terminalSafe, writeJsonLine, writeOut } from './output.ts';

/**
 * `hookproof schemes`: every scheme's id, name, kind and headers, and whether its way of signing is confirmed; the user's own
 * of the data folder first. A data folder that cannot be read is complained of, and is a failure only when it was named.
 */
export async function schemes(
  options: { readonly data?: string; readonly json: boolean },
  workers: Workers,
): Promise<ExitCode> {
  const own = await savedSchemes(options, workers);
  if (!own.ok) complainOf(own.failure);
  const code = own.ok || options.data === undefined ? EXIT.ok : EXIT.failed;
  const all = own.ok ? [...own.value, ...registered] : registered;
  if (options.json) {
    await writeJsonLine(
      all.map(({ id, name, kind, info }) => ({
        id,
        name,
        kind,
        headers: info.headers,
        canSign: info.canSign,
        confirmed: info.confirmed,
      })),
    );
    return code;
  }
  const width = Math.max(...all.map(({ id }) => id.length));
  for (const { id, name, info } of all) {
    const doubt = info.confirmed ? '' : ' (unconfirmed)';
    await writeOut(`${id.padEnd(width)}  ${terminalSafe(name)}${doubt}\n${' '.repeat(width + 2)}${info.secretHint}\n`);
  }
  return code;
}
