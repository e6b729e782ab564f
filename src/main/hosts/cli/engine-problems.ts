import { type SalvageState, salvageWords } from '../../../core/salvage.ts';
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
  const saySalvage = salvageSayer();
  engine.on('salvage.changed', ({ salvage }) => saySalvage(salvage));
  say((await engine.handlers['app.state'](null)).notices);
}

/** Says of each file what came of its salvage, or why that stopped: once, until it goes on. */
export function salvageSayer(): (state: SalvageState | null) => void {
  const said = new Map<string, string>();
  return (state) => {
    if (state === null) return;
    if (state.stage !== 'done' && state.stage !== 'waiting') {
      said.delete(state.file);
      return;
    }
    const { title, hint } = salvageWords(state);
    if (said.get(state.file) === title) return;
    said.set(state.file, title);
    complain(`${title}\n  ${hint}`);
  };
}
