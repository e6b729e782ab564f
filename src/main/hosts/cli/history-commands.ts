import type { Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import { complainOf, EXIT } from './output.ts';

/** Commands about what was captured. */
export function addHistoryCommands(program: Command, { exitWith, workers }: CommandContext): void {
  program
    .command('list')
    .description('write the history, oldest first')
    .option('--data <dir>', 'data folder')
    .option('--json', 'write NDJSON', false)
    .action(async (options) => {
      const { list } = await import('./history.ts');
      exitWith(await list(options, workers));
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
      if (id.ok) exitWith(await show(id.value, options, workers));
      else exitWith(complainOf(id.failure, EXIT.usage));
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
      exitWith(await backupHistory(file, options));
    });

  program
    .command('restore')
    .description('put a backup in the place of the history, which is kept aside')
    .argument('<file>', 'a file that backup wrote')
    .option('--data <dir>', 'data folder')
    .option('--json', 'write one JSON object', false)
    .action(async (file: string, options) => {
      const { restoreHistory } = await import('./backup.ts');
      exitWith(await restoreHistory(file, options));
    });

  program
    .command('salvage')
    .description('bring what is readable in a damaged history into the present one (exit 1 when that is nothing)')
    .argument('<file>', 'the damaged file, such as history.db.corrupt-…')
    .option('--data <dir>', 'data folder')
    .option('--json', 'write one JSON object', false)
    .action(async (file: string, options) => {
      const { salvage } = await import('./salvage.ts');
      exitWith(await salvage(file, options, workers));
    });
}
