import { parentPort } from 'node:worker_threads';
import { placeOf } from '../error-place.ts';
import type { FromJudging, JudgingCall, JudgingTasks, ToJudging } from './judging-tasks.ts';
import { judgingTasks } from './perform-judging.ts';

/** The thread in which captured requests are parsed and judged. Its memory and time are bounded by `judging.ts`. */
const port = parentPort;
if (port === null) throw new Error('judging runs as a worker');

let tasks: JudgingTasks | null = null;

port.on('message', ({ state, calls }: ToJudging) => {
  if (state !== null) tasks = judgingTasks(state);
  const current = tasks;
  if (current === null) throw new Error('the first message brings the state');
  const answers: FromJudging = calls.map((call) => {
    try {
      return { id: call.id, answer: perform(current, call) };
    } catch (error) {
      const { name, code, frames } = placeOf(error);
      return { id: call.id, bug: `${call.name}: ${name} ${String(code ?? '')}\n${frames}` };
    }
  });
  port.postMessage(answers);
});

/** Both ends are compiled against the same `JudgingTasks`, so the task is what the call takes. */
function perform(tasks: JudgingTasks, { name, task }: JudgingCall): unknown {
  return tasks[name](task as never);
}
