import { createServer } from 'node:http';
import { DatabaseSync } from 'node:sqlite';

/** The least that an inspector with a history needs before it listens. */
const db = new DatabaseSync(':memory:');
db.exec('CREATE TABLE captures (id INTEGER PRIMARY KEY)');
const server = createServer((_request, response) => response.end());
server.listen(0, '127.0.0.1', () => process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`));
