import { describe, expect, it } from 'vitest';
import { chordApplies, chordOf, type FocusPlace } from '../../../src/renderer/src/commands/chord.ts';

const none = { metaKey: false, ctrlKey: false, altKey: false, shiftKey: false };
const nowhere: FocusPlace = { typing: false, listOrNowhere: true, modal: false };

describe('chords', () => {
  it('take ⌘ on macOS and Ctrl elsewhere', () => {
    expect(chordOf({ ...none, key: 'k', metaKey: true }, true)).toBe('mod+k');
    expect(chordOf({ ...none, key: 'k', ctrlKey: true }, false)).toBe('mod+k');
  });

  it('leave the system its own chords', () => {
    expect(chordOf({ ...none, key: 'k', ctrlKey: true }, true)).toBeNull();
    expect(chordOf({ ...none, key: 'k', metaKey: true }, false)).toBeNull();
    expect(chordOf({ ...none, key: '@', altKey: true }, false)).toBeNull();
  });

  it('name Shift with letters and named keys only: signs already are other keys', () => {
    expect(chordOf({ ...none, key: 'Backspace', ctrlKey: true, shiftKey: true }, false)).toBe('mod+shift+backspace');
    expect(chordOf({ ...none, key: 'J', shiftKey: true }, false)).toBe('shift+j');
    expect(chordOf({ ...none, key: '?', shiftKey: true }, false)).toBe('?');
  });

  it('are ignored while typing, unless they carry the modifier', () => {
    const typing = { ...nowhere, typing: true, listOrNowhere: false };
    expect(chordApplies('j', typing)).toBe(false);
    expect(chordApplies('mod+f', typing)).toBe(true);
  });

  it('let Esc out of a field, since what used it there has kept it', () => {
    expect(chordApplies('escape', { ...nowhere, typing: true, listOrNowhere: false })).toBe(true);
    expect(chordApplies('escape', { ...nowhere, modal: true })).toBe(false);
  });

  it('leave arrows to the widget that has the focus', () => {
    expect(chordApplies('arrowdown', { ...nowhere, listOrNowhere: false })).toBe(false);
    expect(chordApplies('arrowdown', nowhere)).toBe(true);
    expect(chordApplies('j', { ...nowhere, listOrNowhere: false })).toBe(true);
  });

  it('do nothing behind a dialog', () => {
    expect(chordApplies('mod+k', { ...nowhere, modal: true })).toBe(false);
  });
});
