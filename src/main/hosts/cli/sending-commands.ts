import { type Command, Option } from 'commander';
import { MAX_BURST_CONCURRENCY, MAX_BURST_REQUESTS } from '../../../core/deliver/burst.ts';
import { positive, speedOf, wholeUpTo } from './argument-types.ts';
import type { CommandContext } from './command-context.ts';

/** Commands that send. */
export function addSendingCommands(program: Command, { exitWith, workers }: CommandContext): void {
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
      exitWith(await send(options, workers));
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
      exitWith(await deliver(options, workers));
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
      exitWith(await audit(options, workers));
    });
}
