import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extensionOf, safeFileName } from '../../../src/core/view/file-name.ts';

describe('safeFileName', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\system32\\evil.exe', 'evil.exe'],
    ['report\u202efdp.exe', 'reportfdp.exe'],
    ['..', 'file'],
    ['.bashrc', 'bashrc'],
    ['CON.txt', '_CON.txt'],
    ['a\0b\n.txt ', 'ab.txt'],
    ['', 'file'],
  ])('%j becomes %j', (name, safe) => expect(safeFileName(name, 'file')).toBe(safe));

  it('keeps the extension of a very long name', () => {
    const safe = safeFileName(`${'x'.repeat(500)}.json`, 'file');
    expect(safe).toMatch(/^x+\.json$/);
    expect(safe.length).toBe(120);
  });

  it('never leaves the folder and is never empty', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const safe = safeFileName(name, 'file');
        expect(safe).not.toMatch(/[/\\:]|^\.|^$/);
      }),
    );
  });
});

describe('extensionOf', () => {
  it('knows the usual types and calls the rest bin', () => {
    expect(
      ['application/json', 'application/cloudevents+json', 'text/xml', 'x/y', '__proto__'].map(extensionOf),
    ).toEqual(['json', 'json', 'xml', 'bin', 'bin']);
  });
});
