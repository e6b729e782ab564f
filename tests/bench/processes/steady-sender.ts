import { Agent, request } from 'node:http';

/**
 * `node steady-sender.ts PORT PER_SECOND SECONDS`: requests at a steady rate, whatever the server makes of them. Each has the
 * moment of its sending in its path, ms since the epoch: `/t/1763740800000.25`.
 */
const [port, perSecond, seconds] = process.argv.slice(2).map(Number);
if (port === undefined || perSecond === undefined || seconds === undefined) throw new Error('port, rate and seconds');

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const body = JSON.stringify({ id: 'evt_1', type: 'invoice.paid', text: 'lorem ipsum '.repeat(80) });
const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
const TICK_MS = 4;

let sent = 0;
let answered = 0;
const from = performance.now();
const ticking = setInterval(() => {
  const passed = (performance.now() - from) / 1000;
  if (passed >= seconds) {
    clearInterval(ticking);
    return;
  }
  for (const due = Math.ceil(passed * perSecond); sent < due; sent++) {
    const path = `/t/${(performance.timeOrigin + performance.now()).toFixed(2)}`;
    request({ host: '127.0.0.1', port, agent, method: 'POST', path, headers }, (reply) => {
      reply.resume().on('end', () => {
        answered += 1;
      });
    }).end(body);
  }
}, TICK_MS);

process.once('beforeExit', () => {
  process.stdout.write(`${JSON.stringify({ sent, answered })}\n`);
  agent.destroy();
});
