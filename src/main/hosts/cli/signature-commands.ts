import { type Command, Option } from 'commander';
import { codeLanguages } from '../../../core/verification-code/code-language.ts';
import { collect, positive } from './argument-types.ts';
import type { CommandContext } from './command-context.ts';

/** Commands about signatures. */
export function addSignatureCommands(program: Command, { exitWith, workers }: CommandContext): void {
  program
    .command('schemes')
    .description('list the signature schemes, the user’s own first')
    .option('--data <dir>', 'data folder with the user’s own')
    .option('--json', 'write one JSON array', false)
    .action(async (options) => {
      const { schemes } = await import('./schemes.ts');
      exitWith(await schemes(options, workers));
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
      exitWith(await writeCode(options, workers));
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
      exitWith(await verify(options, workers));
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
      exitWith(await discover(options));
    });

  program
    .command('sign')
    .description('sign requests (exit 0 when each line was signed, 2 when one was not a request, else 1)')
    .option('--data <dir>', 'data folder with the user’s own schemes')
    .option('--recipe <file>', 'an exported scheme of the user’s own')
    .option('--ndjson', 'read a request a line from standard input, write the signed request a line', false)
    .action(async (options) => {
      const { sign } = await import('./sign.ts');
      exitWith(await sign(options, workers));
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
      exitWith(await newKeys(options, workers));
    });
}
