import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { parseForm } from '../../../src/core/signature/form.ts';

describe('a form that is read', () => {
  it('stays as it came where it is a Buffer, of which a slice is the same bytes', () => {
    const body = Buffer.from('a=b+c&d+e=f');

    expect(parseForm(body)).toEqual([
      ['a', 'b c'],
      ['d e', 'f'],
    ]);
    expect(body.toString('latin1')).toBe('a=b+c&d+e=f');
  });
});
