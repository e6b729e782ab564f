import { describe, expect, it } from 'vitest';
import { describeError } from '../../../src/renderer/src/ui/ErrorBoundary.tsx';

describe('what the log is told of a bug', () => {
  it('is its name and where it happened, never its message', () => {
    const told = describeError(new TypeError('cannot read "whsec_secret"\n    at captured (content:1:1)'));
    expect(told.name).toBe('TypeError');
    expect(told.stack).toContain('describe-error.test');
    expect(told.stack).not.toMatch(/whsec_secret|captured/);
  });

  it('is no stack at all when the message cannot be told from it', () => {
    const error = new Error('short');
    error.stack = 'Error: short\n    at somewhere';
    error.message = 'changed later';
    expect(describeError(error)).toEqual({ name: 'Error', stack: '' });
    expect(describeError(new Error(''))).toMatchObject({ stack: expect.stringContaining('describe-error.test') });
    expect(describeError('whsec_secret')).toEqual({ name: 'string', stack: '' });
  });
});
