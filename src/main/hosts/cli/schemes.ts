import { schemes as registered } from '../../../core/signature/registry.ts';
import { EXIT, type ExitCode, writeJsonLine, writeOut } from './output.ts';

/** `hookproof schemes`: every scheme's id, name, kind and headers, and whether its way of signing is confirmed. */
export async function schemes(options: { readonly json: boolean }): Promise<ExitCode> {
  if (options.json) {
    await writeJsonLine(
      registered.map(({ id, name, kind, info }) => ({
        id,
        name,
        kind,
        headers: info.headers,
        canSign: info.canSign,
        confirmed: info.confirmed,
      })),
    );
    return EXIT.ok;
  }
  const width = Math.max(...registered.map(({ id }) => id.length));
  for (const { id, name, info } of registered) {
    const doubt = info.confirmed ? '' : ' (unconfirmed)';
    await writeOut(`${id.padEnd(width)}  ${name}${doubt}\n${' '.repeat(width + 2)}${info.secretHint}\n`);
  }
  return EXIT.ok;
}
