import type { DatabaseSync } from 'node:sqlite';
import { CATCH_ALL_ENDPOINT_ID } from '../../../core/endpoint.ts';
import { errnoOf } from '../../atomic-file.ts';
import { adoption } from '../sqlite/adoption.ts';
import { createCounters } from '../sqlite/counters.ts';
import { registerReads } from '../sqlite/registers.ts';
import { type DatabasePages, openDatabasePages } from './database-pages.ts';
import { createRowFinder, type FoundRow, type FoundRows } from './find-rows.ts';
import { ourTables } from './our-tables.ts';
import { newSalvageJob, parseSalvageJobs, SALVAGE_VALUE, type SalvageJob } from './salvage-job.ts';

/** Looked through on the way to the first capture, at the beginning and at the end of the file: some hundred ms. */
const EARLY_BYTES = 64 * 1024 * 1024;

/**
 * What a new history needs of a damaged one before anything uses it: endpoints, secrets and values, which the engine reads once;
 * the ids, so that no new capture gets one of an old; and the note that there is something to salvage. `lastId`: the newest id
 * that is known to have been given.
 */
export function giveFirstAid(db: DatabaseSync, damagedFile: string, lastId: number): void {
  const stored = registerReads(db).value({ name: SALVAGE_VALUE });
  // An earlier start came as far as this.
  if (parseSalvageJobs(stored).some(({ file }) => file === damagedFile)) return;
  const pages = readable(damagedFile);
  try {
    db.exec('BEGIN IMMEDIATE');
    try {
      takeOver(db, pages, damagedFile, lastId);
      db.exec('COMMIT');
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  } finally {
    pages?.close();
  }
}

/** null when the disk does not give the file: capturing starts all the same, and the salvage says why it did not. */
function readable(file: string): DatabasePages | null {
  try {
    return openDatabasePages(file);
  } catch (error) {
    if (errnoOf(error) === null) throw error;
    return null;
  }
}

function takeOver(db: DatabaseSync, pages: DatabasePages | null, damagedFile: string, lastId: number): void {
  const found = pages === null ? null : earlyRows(pages);
  const { endpoints = [], secrets = [], values = [] } = found ?? {};
  const { adopt } = adoption(db, createCounters(db));
  const nothing = { captures: [], attempts: [], endpoints: [], secrets: [], values: [], queue: [], jobs: [] };
  // The endpoints of the others may lie in pages that were not looked at yet.
  const housed = secrets.filter((secret) => endpoints.some(({ id }) => id === secret.endpoint_id));
  const taken = adopt({ ...nothing, endpoints: inOrder(endpoints), secrets: inOrder(housed), values });
  // Theirs was not taken because the new file has one of its own, which has answered nobody yet.
  const catchAll = endpoints.find(({ id }) => id === CATCH_ALL_ENDPOINT_ID);
  if (catchAll !== undefined) replaceEndpoint(db, catchAll);
  const job = { ...newSalvageJob(damagedFile), endpoints: taken.endpoints, secrets: taken.secrets };
  adopt({ ...nothing, jobs: [...unfinished(values), job] });
  reserve(db, 'captures', Math.max(lastId, found === null ? 0 : highestId(found, 'captures')));
  reserve(db, 'attempts', found === null ? 0 : highestId(found, 'attempts'));
}

/** Left as it is where what was found cannot be read as an endpoint. */
function replaceEndpoint(db: DatabaseSync, { id, facts, replying, reply_body }: FoundRow): void {
  db.exec('SAVEPOINT replaced');
  try {
    db.prepare('UPDATE endpoints SET facts = ?, reply_body = ? WHERE id = ?').run(
      facts ?? null,
      reply_body ?? null,
      id ?? null,
    );
    if (replying !== undefined) db.prepare('UPDATE endpoints SET replying = ? WHERE id = ?').run(replying, id ?? null);
    registerReads(db).endpoints(null);
    db.exec('RELEASE replaced');
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    db.exec('ROLLBACK TO replaced; RELEASE replaced');
  }
}

function earlyRows(pages: DatabasePages): FoundRows {
  const finder = createRowFinder(pages, ourTables());
  const early = Math.floor(EARLY_BYTES / pages.pageSize);
  finder.look(1, early);
  finder.look(Math.max(early + 1, pages.count - early), pages.count);
  return finder.found;
}

/** Rows are found in the order of the pages, and endpoints have an order of their own. */
function inOrder(rows: readonly FoundRow[]): readonly FoundRow[] {
  return [...rows].sort((a, b) => Number(a.position) - Number(b.position));
}

/** A salvage that the damage interrupted: its file is there still. */
function unfinished(values: readonly FoundRow[]): readonly SalvageJob[] {
  return values.flatMap(({ name, value }) => {
    if (name !== SALVAGE_VALUE || typeof value !== 'string') return [];
    const [text] = parseJsonText(value);
    return parseSalvageJobs(text ?? null).filter(({ isDone }) => !isDone);
  });
}

function parseJsonText(value: string): readonly string[] {
  try {
    const text: unknown = JSON.parse(value);
    return typeof text === 'string' ? [text] : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

function highestId({ pageOf, highest }: FoundRows, table: 'captures' | 'attempts'): number {
  const payloads = table === 'captures' ? pageOf.payloads : pageOf.attempt_payloads;
  let most = highest.get(table) ?? 0;
  for (const ids of [pageOf[table], payloads]) for (const id of ids.keys()) most = Math.max(most, id);
  return most;
}

/** https://www.sqlite.org/autoinc.html: the table's next row gets an id above this one. */
export function reserve(db: DatabaseSync, table: 'captures' | 'attempts', id: number): void {
  if (id <= lastIdOf(db, table)) return;
  db.prepare('DELETE FROM sqlite_sequence WHERE name = ?').run(table);
  db.prepare('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)').run(table, id);
}

/** The highest id that the table ever gave. */
export function lastIdOf(db: DatabaseSync, table: 'captures' | 'attempts'): number {
  return Number(db.prepare('SELECT seq FROM sqlite_sequence WHERE name = ?').get(table)?.seq ?? 0);
}
