import { describe, expect, it } from 'vitest';
import { isRouted, targetsFor } from '../../../src/core/forward/routing.ts';
import type { ForwardTarget } from '../../../src/core/reply/reply-settings.ts';

function target(id: string, eventTypes: readonly string[] = [], isDefault = false): ForwardTarget {
  return { id, url: 'http://t', eventTypes, isDefault };
}

describe('the targets of a capture', () => {
  const all = target('all');
  const star = target('star', ['x', '*']);
  const push = target('push', ['push', 'ping']);
  const rest = target('rest', ['push'], true);

  it.each([
    [[all, push], 'push', 'all push'],
    [[all, push], 'issues', 'all'],
    [[all, push], null, 'all'],
    [[push, star], null, 'star'],
    [[push], 'Push', ''],
    [[push], null, ''],
    [[push, rest], 'ping', 'push'],
    [[push, rest], 'issues', 'rest'],
    [[push, rest], null, 'rest'],
    [[all, rest], 'issues', 'all'],
    [[], 'push', ''],
  ])('%# by its event type', (targets, eventType, ids) => {
    expect(
      targetsFor(targets, eventType)
        .map(({ id }) => id)
        .join(' '),
    ).toBe(ids);
  });

  it('do not depend on the event type where every one takes all', () => {
    expect([isRouted([all, star]), isRouted([all, push]), isRouted([rest]), isRouted([])]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
