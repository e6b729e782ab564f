import pino from 'pino';
import { newCatchAll } from '../../../src/core/endpoint.ts';
import { createJudging } from '../../../src/main/judging/judging.ts';
import { newCapture } from '../../support/captures.ts';
import { sourceWorkers } from '../../support/source-workers.ts';

/** A process with nothing else to do: it judges, waits until judging is closed, and ends. */
const endpoint = newCatchAll(0);
const judging = createJudging({
  worker: sourceWorkers.judging,
  state: () => ({ ownRecipes: [], endpoints: [endpoint], secrets: [], publishedKeys: new Map(), tunnelUrl: null }),
  wanted: () => undefined,
  log: pino({}, pino.destination(2)),
});
await judging.judgeLater({ capture: newCapture(), endpointId: endpoint.id });
await judging.close();
