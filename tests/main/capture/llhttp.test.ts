import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectSound, openFds } from './invariants.ts';
import { accountedFor, type Harness, startListener } from './support.ts';

/** One block of llhttp's own tests, see tests/fixtures/llhttp/README.md. */
interface LlhttpCase {
  readonly name: string;
  readonly bytes: string;
  /** Messages that llhttp reads to their end. */
  readonly complete: number;
  /** It stops with an error. */
  readonly isRefused: boolean;
}

/** HPE_PAUSED_UPGRADE in llhttp.h: no error, but what it does after a request that asks for another protocol. */
const PAUSED_UPGRADE = 22;

const folder = join(import.meta.dirname, '../../fixtures/llhttp');

/** Only strict parsing: the lenient forms are what this listener must never do. */
function casesOf(file: string): LlhttpCase[] {
  const text = readFileSync(join(folder, file), 'latin1');
  const blocks = text.matchAll(
    /<!-- meta=({[^\n]*}) -->\s+```http\n([\s\S]*?)\n```(?:(?!^#+ )[\s\S])*?```log\n([\s\S]*?)\n```/gm,
  );
  return [...blocks].flatMap(({ index, 1: meta = '', 2: input = '', 3: log = '' }) => {
    const name = text
      .slice(0, index)
      .match(/^#+ [^\n]+/gm)
      ?.at(-1);
    const { type, pause, skipBody } = JSON.parse(meta);
    if (type !== 'request' || pause !== undefined || skipBody !== undefined) return [];
    const error = Number(/error code=(\d+)/.exec(log)?.[1] ?? 0);
    const complete = log.match(/message complete/g)?.length ?? 0;
    const bytes = unescaped(input);
    const isConnect = bytes.startsWith('CONNECT ');
    return [
      {
        name: `${file}: ${name}`,
        bytes,
        // A CONNECT is no request that anybody would send to a webhook; every other upgrade is, and stays HTTP/1.1.
        complete: isConnect ? 0 : complete,
        isRefused: isConnect || (error !== 0 && error !== PAUSED_UPGRADE),
      },
    ];
  });
}

/** The escapes of llhttp's `test/md-test.ts`, in its order. */
function unescaped(input: string): string {
  return input
    .replace(/\\(\r\n|\r|\n)/g, '')
    .replace(/\r\n|\r|\n/g, '\r\n')
    .replace(/\\r/g, '\r')
    .replace(/\\n/g, '\n')
    .replace(/\\t/g, '\t')
    .replace(/\\f/g, '\f')
    .replace(/\\x([0-9a-fA-F]+)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\([0-7]{1,3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
    .replace(/\$\{(['"])(.+?)\1\.repeat\((\d+)\)\}/g, (_, _quote, text: string, times: string) =>
      text.repeat(Number(times)),
    );
}

const cases = readdirSync(folder)
  .filter((file) => file.endsWith('.md') && file !== 'README.md')
  .flatMap(casesOf);

describe('llhttp’s own cases', () => {
  let harness: Harness;
  let fdsBefore: number | null;
  beforeAll(async () => {
    fdsBefore = openFds();
    harness = await startListener();
  });
  afterAll(async () => {
    await expectSound(harness, fdsBefore);
  });

  it('are all here', () => {
    expect(cases.length).toBe(116);
  });

  it.concurrent.each(cases)('$name', async ({ bytes, complete, isRefused }) => {
    const sender = harness.connect();
    await sender.send(bytes);
    await sender.finish();
    await sender.closed;
    const received = harness.of(sender);
    const codes = received.map(({ arrival }) => arrival.malformed?.code ?? null);
    expect({
      complete: codes.filter((code) => code === null).length,
      isRefused: codes.some((code) => code?.startsWith('HPE_') || code === 'connect'),
    }).toEqual({ complete, isRefused });
    expect(bytes.slice(accountedFor(bytes, received)).replace(/[\r\n]/g, '')).toBe('');
  });
});
