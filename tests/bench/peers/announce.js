/** Listens on a free port of 127.0.0.1 and says which as a line of JSON. */
export function announce(server) {
  server.listen(0, '127.0.0.1', () => process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`));
}
