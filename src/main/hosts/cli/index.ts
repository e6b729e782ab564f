import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { MAX_BURST_CONCURRENCY, MAX_BURST_REQUESTS } from '../../../core/deliver/burst.ts';
import { type Speed, speeds } from '../../../core/deliver/speed.ts';
import { codeLanguages } from '../../../core/verification-code/code-language.ts';
import type { Workers } from '../../engine.ts';
import { version } from '../../version.ts';
import { complain, complainOf, EXIT, type ExitCode } from './output.ts';

/** Beside this entry in the bundle, `out/main/cli.js`. */
const workers: Workers = {
  writer: new URL('./storage-writer.js', import.meta.url),
  reader: new URL('./storage-reader.js', import.meta.url),
  search: new URL('./search.js', import.meta.url),
  judging: new URL('./judging.js', import.meta.url),
  decode: new URL('./decode.js', import.meta.url),
};
const renderer = new URL('../renderer/', import.meta.url);

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('Give a number above 0.');
  return value;
}

/** Commander repeats an unknown option with its value, and `--secret=VALUE` is the likeliest one. */
function withoutValue(error: string): string {
  return error.replace(/(unknown option '[^=']*)=.*'/s, "$1'");
}

function wholeUpTo(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < 1 || value > most) {
      throw new InvalidArgumentError(`Give a whole number from 1 to ${most}.`);
    }
    return value;
  };
}

function speedOf(text: string): Speed {
  const speed = speeds.find((one) => String(one) === text);
  if (speed === undefined) throw new InvalidArgumentError(`Give ${speeds.join(', ')}.`);
  return speed;
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/**
 * The arguments into a command's exit code; wrong usage is 2, as `README.md` promises scripts. Each command loads what it needs when
 * it is given: most need no engine.
 */
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

  program
    .command('serve')
    .description('serve the app to a browser on this machine')
    .option('--port <n>', 'port of the app’s page (default: any free one)', portNumber, 0)
    .option('--capture-port <n>', 'port webhooks are captured on, for this run', portNumber)
    .option('--data <dir>', 'data folder')
    .option('--json', 'write one JSON line when serving', false)
    .action(async (options) => {
      const { serve } = await import('./serve.ts');
      code = await serve(options, { workers, renderer });
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
      code = await listen(options, workers);
    });

  program
    .command('list')
    .description('write the history, oldest first')
    .option('--data <dir>', 'data folder')
    .option('--json', 'write NDJSON', false)
    .action(async (options) => {
      const { list } = await import('./history.ts');
      code = await list(options, workers);
    });

  program
    .command('show')
    .description('write one captured request')
    .argument('<id>', 'the capture’s number')
    .option('--data <dir>', 'data folder')
    .option('--raw', 'the exact bytes as received', false)
    .option('--json', 'its facts as one JSON object', false)
    .action(async (text: string, options) => {
      const { parseCaptureId, show } = await import('./history.ts');
      const id = parseCaptureId(text);
      if (id.ok) code = await show(id.value, options, workers);
      else code = complainOf(id.failure, EXIT.usage);
    });

  program
    .command('backup')
    .description(
      'copy the history with its endpoints, secrets (sealed) and own schemes to a new file, also while it is in use; settings ' +
        'and collections are files beside it (exit 1 also when captures in it have changed bytes)',
    )
    .argument('<file>', 'a new file')
    .option('--data <dir>', 'data folder')
    .option('--json', 'write one JSON object', false)
    .action(async (file: string, options) => {
      const { backupHistory } = await import('./backup.ts');
      code = await backupHistory(file, options);
    });

  program
    .command('restore')
    .description('put a backup in the place of the history, which is kept aside')
    .argument('<file>', 'a file that backup wrote')
    .option('--data <dir>', 'data folder')
    .option('--json', 'write one JSON object', false)
    .action(async (file: string, options) => {
      const { restoreHistory } = await import('./backup.ts');
      code = await restoreHistory(file, options);
    });

  program
    .command('salvage')
    .description('bring what is readable in a damaged history into the present one (exit 1 when that is nothing)')
    .argument('<file>', 'the damaged file, such as history.db.corrupt-…')
    .option('--data <dir>', 'data folder')
    .option('--json', 'write one JSON object', false)
    .action(async (file: string, options) => {
      const { salvage } = await import('./salvage.ts');
      code = await salvage(file, options, workers);
    });

  program
    .command('schemes')
    .description('list the signature schemes, the user’s own first')
    .option('--data <dir>', 'data folder with the user’s own')
    .option('--json', 'write one JSON array', false)
    .action(async (options) => {
      const { schemes } = await import('./schemes.ts');
      code = await schemes(options, workers);
    });

  program
    .command('code')
    .description('write code that verifies a scheme, for a project of your own')
    .option('--scheme <id>', 'the scheme')
    .option('--data <dir>', 'data folder with the user’s own schemes')
    .option('--recipe <file>', 'an exported scheme of the user’s own')
    .addOption(new Option('--language <name>', 'what to write it in').choices(codeLanguages).makeOptionMandatory())
    .option('--json', 'write one JSON object with language, fileName and text', false)
    .action(async (options) => {
      const { code: writeCode } = await import('./code.ts');
      code = await writeCode(options, workers);
    });

  program
    .command('verify')
    .description(
      'check a request’s signature (exit 0 verified, 1 failed, 3 not checked; with --ndjson 0 when each line was a request, ' +
        'else 2: the verdicts are in the lines)',
    )
    .option('--scheme <id>', 'the scheme; detected from the request when left out')
    .option('--data <dir>', 'data folder with the user’s own schemes')
    .option('--recipe <file>', 'an exported scheme of the user’s own')
    .option(
      '--secret-file <file>',
      'file with the secret; one line break at its end is not part of it (repeatable: any of them may match)',
      collect,
      [],
    )
    .option('--secret-env <name>', 'environment variable with the secret')
    .option('--request <file>', 'raw HTTP/1.1 request, - for standard input')
    .option('--url <url>', 'public URL the request was sent to, for schemes that sign it')
    .option('--at <epoch-seconds>', 'moment to judge timestamps at (default: now)', positive)
    .option('--fetch-keys', 'fetch the provider’s published key where one is missing', false)
    .option('--ndjson', 'read a request a line from standard input, write a verdict a line', false)
    .option('--json', 'write one JSON object', false)
    .option('--no-diagnosis', 'do not search for the cause of a failure')
    .action(async (options) => {
      const { verify } = await import('./verify.ts');
      code = await verify(options, workers);
    });

  program
    .command('discover')
    .description('find how requests are signed, as a recipe proved on each of them (exit 0 found, 1 none)')
    .option('--secret-file <file>', 'file with the secret; one line break at its end is not part of it')
    .option('--secret-env <name>', 'environment variable with the secret')
    .option('--request <file>', 'raw HTTP/1.1 request, - for standard input; repeatable', collect, [])
    .option('--url <url>', 'public URL the requests were sent to, for signatures over it')
    .option('--ignore-catalogue', 'search without asking the known schemes first', false)
    .option('--json', 'write one JSON object', false)
    .action(async (options) => {
      const { discover } = await import('./discover.ts');
      code = await discover(options);
    });

  program
    .command('sign')
    .description('sign requests (exit 0 when each line was signed, 2 when one was not a request, else 1)')
    .option('--data <dir>', 'data folder with the user’s own schemes')
    .option('--recipe <file>', 'an exported scheme of the user’s own')
    .option('--ndjson', 'read a request a line from standard input, write the signed request a line', false)
    .action(async (options) => {
      const { sign } = await import('./sign.ts');
      code = await sign(options, workers);
    });

  program
    .command('keys')
    .description('key pairs to sign test requests with')
    .command('new')
    .description('write a new private key to a file, for --secret-file, and its public half to standard output')
    .requiredOption('--scheme <id>', 'the scheme to sign with')
    .requiredOption('--secret-file <file>', 'a new file for the private half, readable by this user alone')
    .option('--data <dir>', 'data folder with the user’s own schemes')
    .option('--identifier <text>', 'what stands before the key, such as PayPal’s webhook id')
    .option('--json', 'write the public half in every form, as one JSON object', false)
    .action(async (options) => {
      const { newKeys } = await import('./new-keys.ts');
      code = await newKeys(options, workers);
    });

  program
    .command('send')
    .description('send a raw request to a URL')
    .requiredOption('--request <file>', 'raw HTTP/1.1 request, - for standard input')
    .requiredOption('--to <url>', 'target; without a path, the request’s own path')
    .option('--resign', 'with a fresh timestamp and signature', false)
    .option('--scheme <id>', 'scheme to sign with')
    .option('--data <dir>', 'data folder with the user’s own schemes')
    .option('--recipe <file>', 'an exported scheme of the user’s own')
    .option('--secret-file <file>', 'file with the secret')
    .option('--secret-env <name>', 'environment variable with the secret')
    .option('--timeout <ms>', 'give up after this many milliseconds', positive, 30_000)
    .option('--insecure', 'do not verify TLS certificates', false)
    .option('--yes', 'the target is not this machine and is meant', false)
    .option('--json', 'write one JSON object', false)
    .action(async (options) => {
      const { send } = await import('./send.ts');
      code = await send(options, workers);
    });

  program
    .command('deliver')
    .description(
      'send an event as its provider would, retries included (exit 0 delivered, 1 given up), or many at once',
    )
    .requiredOption('--to <url>', 'target; for --request without a path, the request’s own path')
    .option('--request <file>', 'raw HTTP/1.1 request, - for standard input')
    .option('--template <id>', 'an event such as github/push, instead of a request')
    .option('--scheme <id>', 'scheme to sign with, and whose provider delivers (default: the template’s)')
    .option('--data <dir>', 'data folder with the user’s own schemes')
    .option('--recipe <file>', 'an exported scheme of the user’s own')
    .option('--secret-file <file>', 'file with the secret; without a secret the request goes out as it stands')
    .option('--secret-env <name>', 'environment variable with the secret')
    .option('--policy <id|file>', 'the policy of another scheme’s provider, or fields of one in a JSON file')
    .option('--speed <n>', 'divide the waits between attempts by 1, 10 or 100; never the deadline', speedOf, 1)
    .option('--burst <n>', 'send so many at once instead, and measure', wholeUpTo(MAX_BURST_REQUESTS))
    .option('--concurrency <n>', 'how many of a burst are under way at a time', wholeUpTo(MAX_BURST_CONCURRENCY), 10)
    .option('--insecure', 'do not verify TLS certificates', false)
    .option('--yes', 'the target is not this machine and is meant', false)
    .option('--json', 'write NDJSON', false)
    .action(async (options) => {
      const { deliver } = await import('./deliver.ts');
      code = await deliver(options, workers);
    });

  program
    .command('audit')
    .description(
      'ask a handler what it accepts and refuses (exit 0 without findings, 1 with some, 3 when nothing answers there)',
    )
    .requiredOption('--to <url>', 'the handler')
    .option('--scheme <id>', 'the scheme it verifies')
    .option('--data <dir>', 'data folder with the user’s own schemes')
    .option('--recipe <file>', 'an exported scheme of the user’s own')
    .option('--secret-file <file>', 'file with the secret the handler has')
    .option('--secret-env <name>', 'environment variable with the secret')
    .option('--request <file>', 'raw HTTP/1.1 request to make the others from (default: an event of the scheme)')
    .option('--url <url>', 'URL the provider was configured with, for schemes that sign it')
    .addOption(
      new Option('--duplicates <what>', 'what a second copy of a delivery has to get')
        .choices(['accept', 'reject'])
        .default('accept'),
    )
    .option('--deadline <ms>', 'longest time to reply (default: the provider’s, else 10 s)', positive)
    .option('--timing', 'also measure whether the time of refusals tells something: some hundred requests', false)
    .option('--verify-token-file <file>', 'file with the token the handler checks handshakes with')
    .option('--insecure', 'do not verify TLS certificates', false)
    .option('--json', 'write one JSON object', false)
    .option('--junit <file>', 'also write a JUnit file')
    .option('--html <file>', 'also write a page to read')
    .option('--yes-i-own <url>', 'the handler is not on this machine, and is yours')
    .action(async (options) => {
      const { audit } = await import('./audit.ts');
      code = await audit(options, workers);
    });

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
