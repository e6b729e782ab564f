import { describe, expect, it } from 'vitest';
import { allCommands } from '../../../src/renderer/src/commands/all.ts';
import { SUBMIT_CHORD } from '../../../src/renderer/src/commands/submit-pane.ts';

function repeated(values: readonly string[]): readonly string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

describe('the list of commands', () => {
  it('gives each command an id of its own', () => {
    expect(repeated(allCommands.map((command) => command.id))).toEqual([]);
  });

  it('gives each shortcut to one command, but for the key that is the open pane’s', () => {
    const shared = repeated(allCommands.flatMap((command) => command.shortcuts ?? []));
    expect(new Set(shared)).toEqual(new Set([SUBMIT_CHORD]));
    const panes = allCommands.filter(({ shortcuts }) => shortcuts?.includes(SUBMIT_CHORD));
    for (const { when, goesFirst } of panes) expect([when, goesFirst]).toEqual([expect.any(Function), true]);
  });

  it('writes chords the way key presses are read', () => {
    for (const chord of allCommands.flatMap((command) => command.shortcuts ?? [])) {
      expect(chord).toMatch(/^(mod\+)?(shift\+)?([a-z]+|[^\sA-Z])$/);
    }
  });

  it('has the keys that the design promises', () => {
    const chords = new Map(allCommands.flatMap((each) => (each.shortcuts ?? []).map((chord) => [chord, each.id])));
    expect(chords.get('arrowdown')).toBe(chords.get('j'));
    expect(chords.get('arrowup')).toBe(chords.get('k'));
    for (const chord of ['mod+f', 'mod+k', 'mod+,', 'mod+shift+backspace']) expect(chords.has(chord)).toBe(true);
  });

  it('says what each does in a few words', () => {
    for (const command of allCommands) expect(command.label).toMatch(/^[A-Z].{2,40}$/);
  });
});
