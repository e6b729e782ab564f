import { describe, expect, it } from 'vitest';
import { checkIds } from '../../src/core/audit/audit.ts';
import { defaultExpectations } from '../support/expectations.ts';
import { auditOf, findingIds, findingsOf } from './audit-of.ts';
import { agent, github, rex, right, rookone, SECRET, slack, verifying, vorsto } from './faults/fault.ts';
import { slackChallenge } from './faults/timestamp-faults.ts';
import { type Handler, serve } from './handler.ts';

/** Deals with each delivery once, by `idOf`. */
function once(idOf: (body: Buffer) => string, again: number): Handler {
  const seen = new Set<string>();
  return ({ body }) => {
    const id = idOf(body);
    if (seen.has(id)) return again;
    seen.add(id);
    return 202;
  };
}

const whole = (body: Buffer): string => body.toString('latin1');

const handlers: readonly (readonly [name: string, of: { scheme: string; secret: string }, handler: Handler])[] = [
  ['RookOne', rookone, verifying(right.rookone, once(whole, 200))],
  ['the agent platform', agent, verifying(right.agent)],
  ['the agent platform, each body dealt with once', agent, verifying(right.agent, once(whole, 200))],
  ['Rex', rex, verifying(right.rex, once(whole, 204))],
  ['Vorsto', vorsto, verifying(right.vorsto)],
  ['GitHub', github, verifying(right.github)],
  ['Slack', slack, verifying(right.slack, ({ body }) => slackChallenge(body))],
  [
    'GitHub, with limits of its own',
    github,
    (request) => {
      if (request.body.length > 256 * 1024) return 413;
      if (!right.github(request)) return { status: 400, body: 'bad signature' };
      if (request.body.length === 0) return { status: 400, body: 'no body' };
      return request.headers['content-type'] === 'application/json' ? 200 : 415;
    },
  ],
];

describe('correct handlers without a library', () => {
  it.concurrent.each(handlers)('%s', async (_, { scheme, secret }, handler) => {
    await using server = await serve(handler);
    const report = await auditOf({ url: server.url, scheme, secret });
    expect(findingsOf(report)).toEqual([]);
    expect(report.checks.map(({ id }) => id)).toEqual(checkIds);
    expect(report.findings).toBe(0);
  });

  it('that refuse duplicates, as the user says they should', async () => {
    await using server = await serve(verifying(right.rex, once(whole, 409)));
    const expectations = { ...defaultExpectations, duplicates: 'reject' } as const;
    const report = await auditOf({ url: server.url, ...rex, expectations });
    expect(findingsOf(report)).toEqual([]);
  });
});

it('says of a lenient decoder that it took more than the signature, and not that this was refused', async () => {
  await using server = await serve(
    verifying(({ headers, ...rest }) => {
      const text = headers['x-hub-signature-256'] ?? '';
      return right.github({
        ...rest,
        headers: { ...headers, 'x-hub-signature-256': text.slice(0, 'sha256='.length + 64) },
      });
    }),
  );
  const report = await auditOf({ url: server.url, ...github });
  const check = report.checks.find(({ id }) => id === 'rejects-malformed-signature');
  expect(check?.outcome).toBe('pass');
  expect(check?.message).toMatch(
    /^Refused with 401\. The right signature was accepted with one character too many as well/,
  );
});

describe('a handler that nothing can be told of', () => {
  it('refuses everything: the one finding says so, and no refusal counts as passed', async () => {
    await using server = await serve(() => 401);
    const { checks } = await auditOf({ url: server.url, ...github });
    expect(checks.filter(({ outcome }) => outcome === 'finding').map(({ id }) => id)).toEqual(['accepts-valid']);
    expect(checks.filter(({ id, outcome }) => id.startsWith('rejects-') && outcome === 'pass')).toEqual([]);
  });

  it('never answers: one request is sent, and no other', async () => {
    let requests = 0;
    await using server = await serve(() => {
      requests++;
      return null;
    });
    const expectations = { ...defaultExpectations, deadlineMs: 50 };
    const report = await auditOf({ url: server.url, ...github, expectations });
    expect(findingIds(report)).toEqual(['answers-in-time']);
    expect(requests).toBe(1);
    expect(report.checks.map(({ id }) => id)).toEqual(checkIds);
  });
});

it('says what is weak about the scheme apart from the handler', async () => {
  await using server = await serve(verifying(right.rookone));
  const report = await auditOf({ url: server.url, scheme: 'rookone-eigentic', secret: SECRET });
  expect(report.weaknesses.join(' ')).toContain('The timestamp is not signed');
  expect(report.findings).toBe(0);
});
