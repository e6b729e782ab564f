import { expect, it } from 'vitest';
import type { ListenerState } from '../../../src/core/listener.ts';
import { portHint } from '../../../src/renderer/src/features/settings/port-hint.ts';

const listening = (port: number): ListenerState => ({
  kind: 'listening',
  port,
  insteadOf: null,
  url: `http://127.0.0.1:${port}`,
});

it('names the port of this run where it is not the saved one', () => {
  expect(portHint(8787, listening(46_073))).toMatch(/^At the moment it is 46073\. 0 takes/);
  for (const hint of [
    portHint(8787, listening(8787)),
    portHint(0, listening(46_073)),
    portHint(8787, { kind: 'starting' }),
  ]) {
    expect(hint).toMatch(/^0 takes/);
  }
});
