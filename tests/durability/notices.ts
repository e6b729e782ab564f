import type { FailureCode } from '../../src/core/failure.ts';
import type { Engine } from '../../src/main/engine.ts';
import { nextEvent } from '../support/engine.ts';

/** Resolves when a notice is shown, or not any more. */
export async function notice(engine: Engine, code: FailureCode, isShown = true): Promise<void> {
  const has = (notices: readonly { failure: { code: string } }[]): boolean =>
    notices.some(({ failure }) => failure.code === code) === isShown;
  const changed = nextEvent(engine, 'notices.changed', ({ notices }) => has(notices));
  if (!has((await engine.handlers['app.state'](null)).notices)) await changed;
}
