import { constants } from 'node:sqlite';
import { connectForWriting } from '../../src/main/storage/sqlite/connection.ts';
import { migrate } from '../../src/main/storage/sqlite/migrations.ts';

/**
 * A program that brings a history file to the newest version and prints how many actions SQLite was asked to authorize for it. The
 * second argument: the action at which it kills itself, within some statement of some step; 0: none.
 */
const [file, killAt = '0'] = process.argv.slice(2);
if (file === undefined) throw new Error('the history file is missing');
const db = connectForWriting(file);
let actions = 0;
db.setAuthorizer(() => {
  actions += 1;
  if (actions === Number(killAt)) process.kill(process.pid, 'SIGKILL');
  return constants.SQLITE_OK;
});
const migrated = await migrate(db, file);
if (!migrated.ok) throw new Error(JSON.stringify(migrated.failure));
db.close();
process.stdout.write(`${actions}\n`);
