import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CheckId } from '../../src/core/audit/audit.ts';
import { auditOf, findingIds, findingsOf } from './audit-of.ts';
import { SECRET } from './faults/fault.ts';

const script = fileURLToPath(new URL('./python-handlers.py', import.meta.url));
const hasPython = spawnSync('python3', ['-c', 'import http.server']).status === 0;

/** The handler's origin. It ends with the test. */
async function startPython(fault: string): Promise<string> {
  const child: ChildProcessWithoutNullStreams = spawn('python3', [script, fault]);
  const ended = once(child, 'close');
  onTestFinished(async () => {
    child.stdin.end();
    await ended;
  });
  const { value: port } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  return `http://127.0.0.1:${port}`;
}

const cases: readonly (readonly [fault: string, scheme: 'github' | 'rex', finds: readonly CheckId[]])[] = [
  ['none', 'github', []],
  ['none', 'rex', []],
  ['skips-missing', 'github', ['rejects-unsigned']],
  ['first-header', 'github', ['rejects-duplicate-header']],
  // The idiom of the standard library's and of several providers' documentation.
  ['compares-texts', 'github', []],
  ['decodes-latin1', 'github', ['accepts-valid-unicode']],
  ['rewrites-json', 'github', ['rejects-reserialised-body']],
  ['key-error', 'rex', ['rejects-malformed-signature']],
  ['last-v1', 'rex', ['accepts-rotated']],
  ['int-throws', 'rex', ['rejects-malformed-signature']],
  ['no-freshness', 'rex', ['rejects-stale-timestamp']],
];

describe.skipIf(!hasPython)('handlers on Python’s standard library', () => {
  it.each(cases)('%s (%s)', async (fault, scheme, finds) => {
    const origin = await startPython(fault);
    const report = await auditOf({ url: `${origin}/${scheme}`, scheme, secret: SECRET });
    expect(findingIds(report), findingsOf(report).join('\n')).toEqual(finds);
  });
});
