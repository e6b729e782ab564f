import { Command, CommanderError } from 'commander';
import type { Workers } from '../../engine.ts';
import { version } from '../../version.ts';
import { addCapturingCommands } from './capturing-commands.ts';
import type { CommandContext } from './command-context.ts';
import { addHistoryCommands } from './history-commands.ts';
import { complain, EXIT, type ExitCode } from './output.ts';
import { addSendingCommands } from './sending-commands.ts';
import { addSignatureCommands } from './signature-commands.ts';

/** Beside this entry in the bundle, `out/main/cli.js`. */
const workers: Workers = {
  writer: new URL('./storage-writer.js', import.meta.url),
  reader: new URL('./storage-reader.js', import.meta.url),
  search: new URL('./search.js', import.meta.url),
  judging: new URL('./judging.js', import.meta.url),
  decode: new URL('./decode.js', import.meta.url),
};
const renderer = new URL('../renderer/', import.meta.url);

/** Commander repeats an unknown option with its value, and `--secret=VALUE` is the likeliest one. */
function withoutValue(error: string): string {
  return error.replace(/(unknown option '[^=']*)=.*'/s, "$1'");
}

/** The arguments into a command's exit code; wrong usage is 2, as `README.md` promises scripts. */
async function main(argv: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  const program = new Command('hookproof')
    .description('See every webhook byte for byte, know whether its signature holds and why not, and send it again.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => process.stdout.write(text),
      writeErr: (text) => process.stderr.write(text),
      outputError: (text, write) => write(withoutValue(text)),
    });

  const context: CommandContext = {
    workers,
    renderer,
    exitWith(result) {
      code = result;
    },
  };
  // In the order of the help.
  addCapturingCommands(program, context);
  addHistoryCommands(program, context);
  addSignatureCommands(program, context);
  addSendingCommands(program, context);

  try {
    await program.parseAsync(argv);
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version end as "errors" of exit code 0 under exitOverride; everything else is wrong usage.
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
}

// A reader that went away (`hookproof list | head`) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.ok);
  throw error;
});

try {
  process.exitCode = await main(process.argv);
} catch (error) {
  complain(`something went wrong that should not: ${error instanceof Error ? error.message : String(error)}`);
  if (process.env.HOOKPROOF_LOG === 'debug' && error instanceof Error) complain(error.stack ?? '');
  process.exitCode = EXIT.failed;
}
