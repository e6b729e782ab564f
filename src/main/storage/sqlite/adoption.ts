import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { CATCH_ALL_ENDPOINT_ID } from '../../../core/endpoint.ts';
import type { FoundRow } from '../salvage/find-rows.ts';
import { SALVAGE_VALUE, type SalvageJob } from '../salvage/salvage-job.ts';
import type { SalvagedAttempt, SalvagedCapture } from '../salvage/salvage-reads.ts';
import { blob, number, text } from './columns.ts';
import { sqliteCodeOf } from './connection.ts';
import type { Counters } from './counters.ts';
import { registerReads } from './registers.ts';
import { captureReader } from './whole-reading.ts';

/** What was read of a damaged file, to be stored with how far that is. */
export interface Adoption {
  readonly captures: readonly SalvagedCapture[];
  readonly attempts: readonly SalvagedAttempt[];
  readonly endpoints: readonly FoundRow[];
  readonly secrets: readonly FoundRow[];
  readonly values: readonly FoundRow[];
  readonly queue: readonly FoundRow[];
  readonly jobs: readonly SalvageJob[];
}

/** How many of each were taken; those that are there already are not counted, and neither is what the schema refuses. */
export type Adopted = Readonly<Record<Exclude<keyof Adoption, 'jobs'>, number>>;

const CONSTRAINT = 19;

/**
 * Takes rows of a damaged file in, by inserts of our own: nothing of that file's schema comes along. Captures and attempts keep
 * their ids, so that they stay in their order; one whose id was given anew meanwhile gets another.
 */
export function adoption(db: DatabaseSync, counters: Counters): { adopt(input: Adoption): Adopted } {
  const statements = new Map<string, StatementSync>();
  const registers = registerReads(db);
  const readCapture = captureReader(db);
  const endpointExists = db.prepare('SELECT 1 FROM endpoints WHERE id = ?');
  const isGiven = db.prepare('SELECT 1 FROM captures WHERE id = ?');
  // Of a salvage that was run twice; the time and the port tell a delivery from its retry.
  const same = db.prepare(`SELECT 1 FROM captures JOIN payloads USING (id)
    WHERE received_at = ? AND peer_port = ? AND raw_sha256 = ?`);
  const isAttemptGiven = db.prepare('SELECT 1 FROM attempts WHERE id = ?');
  const sameAttempt = db.prepare('SELECT 1 FROM attempts WHERE at = ? AND summary = ?');
  const putJobs = db.prepare(
    'INSERT INTO named_values (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );

  /** The row's number. Table and columns are names of our own schema (`our-tables.ts`), never the file's. */
  function insert(table: string, row: FoundRow): number {
    const columns = Object.keys(row);
    const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
    const statement = statements.get(sql) ?? db.prepare(sql);
    statements.set(sql, statement);
    return Number(statement.run(...Object.values(row)).lastInsertRowid);
  }

  /** One row must not take the others with it: what the schema refuses is left out, with all that belongs to it. */
  function tried(put: () => boolean): number {
    db.exec('SAVEPOINT adopted');
    let isTaken = false;
    try {
      isTaken = put();
    } catch (error) {
      // Also a row that our own reading refuses: what can be inserted but not read would stop the next start.
      const code = sqliteCodeOf(error);
      if (code !== null ? code !== CONSTRAINT : !(error instanceof Error)) throw error;
    }
    db.exec(isTaken ? 'RELEASE adopted' : 'ROLLBACK TO adopted; RELEASE adopted');
    return Number(isTaken);
  }

  const knownEndpoint = (id: string): string => (endpointExists.get(id) === undefined ? CATCH_ALL_ENDPOINT_ID : id);

  const sum = <T>(rows: readonly T[], put: (row: T) => boolean): number =>
    rows.reduce((taken, row) => taken + tried(() => put(row)), 0);

  function putCapture({ capture, payload, reply }: SalvagedCapture): boolean {
    const given = isGiven.get(number(capture, 'id')) !== undefined;
    const facts = [number(capture, 'received_at'), number(payload, 'peer_port'), blob(payload, 'raw_sha256')] as const;
    if (given && same.get(...facts) !== undefined) return false;
    const row = { ...capture, endpoint_id: knownEndpoint(text(capture, 'endpoint_id')), hidden: null };
    const id = insert('captures', given ? without(row, 'id') : row);
    insert('payloads', { ...payload, id });
    // One that is left unreadable would be found again by every check, and the file set aside for it each time.
    readCapture(id);
    if (reply !== null) tried(() => putReply(id, reply));
    counters.add('visible', 1);
    counters.add('bytes', number(capture, 'stored_bytes'));
    return true;
  }

  /** The capture is worth having without it. */
  function putReply(id: number, reply: FoundRow): boolean {
    insert('replies', { ...reply, id });
    readCapture(id);
    return true;
  }

  function putAttempt({ attempt, payload }: SalvagedAttempt): boolean {
    const given = isAttemptGiven.get(number(attempt, 'id')) !== undefined;
    if (given && sameAttempt.get(number(attempt, 'at'), text(attempt, 'summary')) !== undefined) return false;
    const id = insert('attempts', given ? without(attempt, 'id') : attempt);
    insert('attempt_payloads', { ...payload, id });
    counters.add('attempts', 1);
    counters.add('bytes', number(attempt, 'stored_bytes'));
    return true;
  }

  return {
    adopt(input) {
      const endpoints = sum(input.endpoints, (row) => {
        insert('endpoints', without(row, 'position'));
        registers.endpoints(null);
        return true;
      });
      const secrets = sum(input.secrets, (row) => {
        // Those from before version 2 have no validity (see `VERSION_2`).
        const facts = JSON.stringify({ validFrom: null, validUntil: null, ...JSON.parse(text(row, 'facts')) });
        // As captures of an endpoint that is not there any more.
        insert('secrets', { ...without(row, 'position'), facts, endpoint_id: knownEndpoint(text(row, 'endpoint_id')) });
        registers.secrets(null);
        return true;
      });
      const values = sum(input.values, (row) => {
        if (row.name === SALVAGE_VALUE || !isReadableValue(row)) return false;
        insert('named_values', row);
        return true;
      });
      const captures = sum(input.captures, putCapture);
      const attempts = sum(input.attempts, putAttempt);
      const queue = sum(input.queue, (row) => {
        JSON.parse(text(row, 'facts'));
        insert('queue', row);
        return true;
      });
      putJobs.run(SALVAGE_VALUE, JSON.stringify(JSON.stringify(input.jobs)));
      return { captures, attempts, endpoints, secrets, values, queue };
    },
  };
}

function without(row: FoundRow, column: string): FoundRow {
  const { [column]: _left, ...rest } = row;
  return rest;
}

/** A text, and where it begins as JSON does, JSON: its reader parses it at every start. */
function isReadableValue(row: FoundRow): boolean {
  const value: unknown = JSON.parse(text(row, 'value'));
  if (typeof value !== 'string') return false;
  if (/^[[{]/.test(value)) JSON.parse(value);
  return true;
}
