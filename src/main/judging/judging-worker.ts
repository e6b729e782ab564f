import { parentPort } from 'node:worker_threads';
import { placeOf } from '../error-place.ts';
import {
  type Judged,
  type JudgeTask,
  type JudgingAnswered,
  type JudgingTasks,
  receivedTasks,
  type ToJudging,
} from './judging-tasks.ts';
import { judgingTasks } from './perform-judging.ts';

/** The thread in which captured requests are parsed and judged. Its memory and time are bounded by `judging.ts`. */
const port = parentPort;
if (port === null) throw new Error('judging runs as a worker');

let tasks: JudgingTasks | null = null;

port.on('message', (message: ToJudging) => {
  if (message === null) return port.close();
  if (message.state !== null) tasks = judgingTasks(message.state);
  const current = tasks;
  if (current === null) throw new Error('the first message brings the state');
  const given = receivedTasks(message);
  let isJson = true;
  const answers = message.calls.map(({ id, name }, index): JudgingAnswered => {
    try {
      const answer = perform(current, name, given[index]);
      // Places of keys hold patterns, which JSON does not, and explanations hold bytes.
      isJson &&= name === 'judge' && (answer as Judged).wantedKeys.length === 0;
      return { id, answer };
    } catch (error) {
      const { name: what, code, frames } = placeOf(error);
      return { id, bug: `${name}: ${what} ${String(code ?? '')}\n${frames}` };
    }
  });
  port.postMessage(isJson ? JSON.stringify(answers) : answers);
});

/** Both ends are compiled against the same `JudgingTasks`, so the task is what the call takes. */
function perform(tasks: JudgingTasks, name: keyof JudgingTasks, task: JudgeTask | undefined): unknown {
  return tasks[name](task as never);
}
