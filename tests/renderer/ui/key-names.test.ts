import { describe, expect, it } from 'vitest';
import { keyNames } from '../../../src/renderer/src/ui/key-names.ts';

describe('keys as the user’s system names them', () => {
  it('on macOS', () => {
    expect(keyNames('mod+shift+backspace', true)).toEqual(['⌘', '⇧', '⌫']);
    expect(keyNames('escape', true)).toEqual(['esc']);
  });

  it('elsewhere', () => {
    expect(keyNames('mod+k', false)).toEqual(['Ctrl', 'K']);
    expect(keyNames('arrowdown', false)).toEqual(['↓']);
    expect(keyNames('escape', false)).toEqual(['Esc']);
  });
});
