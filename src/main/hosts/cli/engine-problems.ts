import { salvageWords } from '../../../core/salvage.ts';
import type { Engine } from '../../engine.ts';
import { complain, complainOf } from './output.ts';

/** Says each problem of the engine's, and what came of a salvage, on standard error, once for as long as it lasts; those of its opening too. */
export async function sayProblems(engine: Engine): Promise<void> {
  let said: ReadonlySet<string> = new Set();
  function say(notices: Awaited<ReturnType<Engine['handlers']['app.state']>>['notices']): void {
    for (const { id, failure } of notices) if (!said.has(id)) complainOf(failure);
    said = new Set(notices.map(({ id }) => id));
  }
  engine.on('notices.changed', ({ notices }) => say(notices));
  engine.on('salvage.changed', ({ salvage }) => {
    if (salvage?.stage !== 'done' && salvage?.stage !== 'waiting') return;
    const { title, hint } = salvageWords(salvage);
    complain(`${title}\n  ${hint}`);
  });
  say((await engine.handlers['app.state'](null)).notices);
}
