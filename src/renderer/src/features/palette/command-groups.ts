import type { Command, CommandGroup } from '../../commands/command.ts';

/**
 * The commands by group, in their own order but for the views: those that have a number stand first, by it, as they do in the
 * rail. Each feature brings its own, so the list of all has them where the features stand.
 */
export function commandGroups(commands: readonly Command[]): ReadonlyMap<CommandGroup, readonly Command[]> {
  const groups = Map.groupBy(commands, ({ group }) => group);
  for (const members of groups.values()) members.sort((a, b) => viewNumber(a) - viewNumber(b));
  return groups;
}

/** The digit that is its first shortcut; behind all digits without one. */
function viewNumber({ shortcuts }: Command): number {
  const shown = shortcuts?.[0] ?? '';
  return /^\d$/.test(shown) ? Number(shown) : 10;
}
