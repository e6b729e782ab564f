import { parentPort } from 'node:worker_threads';
import { receivedTasks, type ToJudging } from '../../../src/main/judging/judging-tasks.ts';

/** Does to itself what the first byte of a body says, and otherwise names the tunnel's URL of its state as the event. */
let tunnelUrl: string | null = null;
parentPort?.on('message', (message: ToJudging) => {
  if (message === null) return parentPort?.close();
  if (message.state !== null) tunnelUrl = message.state.tunnelUrl;
  const answers = receivedTasks(message).map(({ capture }, id) => {
    switch (String.fromCharCode(capture.body[0] ?? 0)) {
      case 'l':
        for (;;);
      case 'm': {
        const hog: unknown[] = [];
        for (;;) hog.push({ more: hog.length });
      }
      case 'd':
        return process.exit(1);
      case 'b':
        return { id, bug: 'judge: Error' };
    }
    return { id, answer: { judgement: { verdicts: [], eventType: tunnelUrl, deliveryId: null }, wantedKeys: [] } };
  });
  parentPort?.postMessage(answers);
});
