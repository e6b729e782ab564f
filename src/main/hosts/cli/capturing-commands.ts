import type { Command } from 'commander';
import { collect, portNumber } from './argument-types.ts';
import type { CommandContext } from './command-context.ts';

/** Commands that capture. */
export function addCapturingCommands(program: Command, { exitWith, workers, renderer }: CommandContext): void {
  program
    .command('serve')
    .description('serve the app to a browser on this machine')
    .option('--port <n>', 'port of the app’s page (default: any free one)', portNumber, 0)
    .option('--capture-port <n>', 'port webhooks are captured on, for this run', portNumber)
    .option('--data <dir>', 'data folder')
    .option('--json', 'write one JSON line when serving', false)
    .action(async (options) => {
      const { serve } = await import('./serve.ts');
      exitWith(await serve(options, { workers, renderer }));
    });

  program
    .command('listen')
    .description('capture webhooks and write a line for each')
    .option('--port <n>', 'port to capture on', portNumber)
    .option('--data <dir>', 'data folder')
    .option('--forward <url>', 'send each captured request on to this URL, byte for byte')
    .option('--tunnel <id>', 'open a public URL, for this run (localtunnel, or manual with a URL of your own)')
    .option('--tunnel-url <url>', 'the public URL of --tunnel manual')
    .option(
      '--secret-file <scheme=file>',
      'check captures of a scheme with the secret in a file; repeatable',
      collect,
      [],
    )
    .option('--secret-env <scheme=name>', 'the same with an environment variable; repeatable', collect, [])
    .option('--yes', 'the --forward URL is not this machine and is meant', false)
    .option('--json', 'write NDJSON', false)
    .action(async (options) => {
      const { listen } = await import('./listen.ts');
      exitWith(await listen(options, workers));
    });
}
