import { describe, expect, it } from 'vitest';
import { allCommands } from '../../../src/renderer/src/commands/all.ts';
import { commandGroups } from '../../../src/renderer/src/features/palette/command-groups.ts';

describe('the groups of the palette', () => {
  it('have the views by their numbers, in front of what has none', () => {
    const views = commandGroups(allCommands).get('Go to') ?? [];
    const shown = views.map(({ shortcuts }) => shortcuts?.[0] ?? '');
    expect(shown.slice(0, 6)).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(shown.slice(6).filter((chord) => /^\d$/.test(chord))).toEqual([]);
  });

  it('have each command once, and the others in the order of the list', () => {
    const groups = commandGroups(allCommands);
    expect(
      [...groups.values()]
        .flat()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(allCommands.map(({ id }) => id).sort());
    const captures = allCommands.filter(({ group }) => group === 'Capture');
    expect(groups.get('Capture')).toEqual(captures);
  });
});
