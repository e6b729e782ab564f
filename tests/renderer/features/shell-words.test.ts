import { describe, expect, it } from 'vitest';
import { noListenerCounters } from '../../../src/core/listener.ts';
import type { TunnelStatus } from '../../../src/core/tunnel.ts';
import { exampleCurl } from '../../../src/renderer/src/features/captures/example-curl.ts';
import { countWords } from '../../../src/renderer/src/features/captures/ListFooter.tsx';
import { rowLayout } from '../../../src/renderer/src/features/captures/row-layout.ts';
import { headerLines, headersFromLines } from '../../../src/renderer/src/features/endpoints/header-lines.ts';
import { freeLabel } from '../../../src/renderer/src/features/endpoints/SecretForm.tsx';
import { limitsMet } from '../../../src/renderer/src/features/header/listener-words.ts';
import { randomTunnelName, tunnelRemedy, tunnelWords } from '../../../src/renderer/src/features/header/tunnel-words.ts';
import { fromUnit, inUnit } from '../../../src/renderer/src/features/settings/units.ts';

const status: TunnelStatus = {
  provider: 'localtunnel',
  state: 'up',
  reason: 'registered',
  message: '',
  url: 'https://name.loca.lt',
  previousUrl: null,
  since: 0,
  attempt: 3,
  nextRetryAt: 14_000,
  lastProbe: { at: 6000, ok: false, ms: null },
};

describe('the tunnel’s state in words', () => {
  it.each([
    ['down', 'Off'],
    ['connecting', 'Starting… (try 3, next in 4 s)'],
    ['up', 'Live'],
    ['degraded', 'Unstable (last check failed 4 s ago)'],
    ['reconnecting', 'Reconnecting (try 3, next in 4 s)'],
  ] as const)('%s is %s', (state, word) => {
    expect(tunnelWords({ ...status, state }, 10_000).word).toBe(word);
  });

  it('says which try is under way when the first one failed', () => {
    expect(tunnelWords({ ...status, state: 'connecting', attempt: 1 }, 10_000).word).toBe('Starting…');
    expect(tunnelWords({ ...status, state: 'reconnecting' }, 13_500).word).toBe('Reconnecting (try 3)');
  });

  it('says why the tries so far failed', () => {
    const unreachable = { ...status, state: 'connecting', reason: 'server-unreachable' } as const;
    expect(tunnelWords(unreachable, 10_000).word).toBe('Server unreachable (try 3, next in 4 s)');
    expect(tunnelWords({ ...unreachable, reason: 'name-taken' }, 13_500).word).toBe('Name is taken (try 3)');
  });

  it('tells a tunnel that failed from one the user switched off', () => {
    expect(tunnelWords({ ...status, state: 'down', reason: 'user' }, 0).tone).toBe('neutral');
    expect(tunnelWords({ ...status, state: 'down', reason: 'rejected' }, 0).tone).toBe('fail');
  });

  it('offers one remedy where there is one', () => {
    expect(tunnelRemedy({ ...status, state: 'reconnecting', reason: 'name-still-held' })).toBe('new-name');
    expect(tunnelRemedy({ ...status, state: 'down', reason: 'server-unreachable' })).toBe('retry');
    expect(tunnelRemedy({ ...status, state: 'reconnecting', reason: 'server-unreachable' })).toBe('retry');
    expect(tunnelRemedy({ ...status, state: 'connecting', reason: 'server-unreachable' })).toBe('tunnel-settings');
    expect(tunnelRemedy({ ...status, state: 'degraded', reason: 'probe-failed' })).toBeNull();
    expect(tunnelRemedy(status)).toBeNull();
  });

  it('makes names that a localtunnel server takes and nobody guesses', () => {
    const names = new Set(Array.from({ length: 50 }, randomTunnelName));
    expect(names.size).toBe(50);
    for (const name of names) expect(name).toMatch(/^[a-z0-9]{16}$/);
  });
});

describe('the list’s footer', () => {
  it('says how many rows the filter hides', () => {
    expect(countWords(3, 3, false, false)).toBe('3 captures');
    expect(countWords(200, 1, false, false)).toBe('1 capture');
    expect(countWords(3, 15, false, true)).toBe('3 of 15 captures · 12 hidden by the filter');
  });

  it('claims nothing about matches that are not loaded', () => {
    expect(countWords(200, 4000, true, true)).toBe('First 200 matches of 4,000 captures');
  });
});

describe('the list’s columns', () => {
  it('always has the verdict, the path, the reply and the time, and more as it gets wider', () => {
    expect(rowLayout(380).columns).toEqual(['verdict', 'method', 'path', 'status', 'time']);
    expect(rowLayout(1000).columns).toEqual(['verdict', 'method', 'path', 'event', 'scheme', 'status', 'size', 'time']);
    expect(rowLayout(0).pathChars).toBeGreaterThan(0);
  });
});

describe('settings in units', () => {
  const MiB = 1024 * 1024;
  it('shows stored numbers without rounding them away', () => {
    expect(inUnit(32 * MiB, MiB)).toBe('32');
    expect(inUnit(1.5 * MiB, MiB)).toBe('1.5');
    expect(inUnit(1024, MiB)).toBe('0.000977');
  });

  it('takes grouped digits and refuses what is no number or out of bounds', () => {
    expect(fromUnit('100 000', 1, 0, 1e6)).toBe(100_000);
    expect(fromUnit('1,000,000', 1, 0, 1e6)).toBe(1_000_000);
    expect(fromUnit('1.5', MiB, 1024, 512 * MiB)).toBe(1.5 * MiB);
    expect(fromUnit('1,5', 1, 0, 100)).toBe('Enter a number');
    expect(fromUnit('', 1, 0, 100)).toBe('Enter a number');
    expect(fromUnit('-1', 1, 0, 100)).toBe('Enter a number');
    expect(fromUnit('513', MiB, MiB, 512 * MiB)).toBe('Enter a number from 1 to 512');
  });
});

describe('reply headers as lines', () => {
  it('come back as they were, text outside ASCII as UTF-8', () => {
    const text = 'Content-Type: text/plain\nX-Name: café\nX-Name: twice';
    const headers = headersFromLines(text);
    expect(headers).toEqual([
      ['Content-Type', 'text/plain'],
      ['X-Name', 'caf\xc3\xa9'],
      ['X-Name', 'twice'],
    ]);
    if (typeof headers !== 'string') expect(headerLines(headers)).toBe(text);
  });

  it('say which line is none', () => {
    expect(headersFromLines('A: b\n\nno header')).toBe('Line 3 is no header: write it as Name: value');
    expect(headersFromLines('Bad Name: x')).toContain('Line 1');
  });
});

describe('small words', () => {
  it('gives a new secret a label that is free', () => {
    expect(freeLabel('Stripe', [])).toBe('Stripe');
    expect(freeLabel('Stripe', ['Stripe', 'Stripe 2'])).toBe('Stripe 3');
  });

  it('quotes the example request for the user’s shell', () => {
    expect(exampleCurl('http://127.0.0.1:8787', false)).toContain(`-d '{"event"`);
    expect(exampleCurl('http://127.0.0.1:8787', true)).toContain('-d "{\\"event\\"');
  });
});

describe('what the listener’s bounds cost', () => {
  const counted = (refused: Partial<typeof noListenerCounters.refused>, droppedConnections = 0) =>
    limitsMet({
      ...noListenerCounters,
      droppedConnections,
      refused: { ...noListenerCounters.refused, ...refused },
    });

  it('is said only where a bound was met, with the setting that moves it', () => {
    expect(counted({})).toBeNull();
    expect(counted({ malformed: 5, closing: 1 })).toBeNull();
    expect(counted({ memory: 12 })).toEqual({ words: '12 refused: memory budget', setting: 'memoryBytes' });
    expect(counted({ 'head-timeout': 1 })).toEqual({ words: '1 refused: headers too slow', setting: null });
  });

  it('names the commonest cause of several, and any setting that helps', () => {
    expect(counted({ 'body-too-long': 2, memory: 1 }, 1500)).toEqual({
      words: '1,503 refused: most for too many connections',
      setting: 'bodyLimitBytes',
    });
  });
});
