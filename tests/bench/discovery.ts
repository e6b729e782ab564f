import { createHash } from 'node:crypto';
import { utf8Bytes } from '../../src/core/bytes.ts';
import { type DiscoveryRequest, discover } from '../../src/core/discovery/discover.ts';
import type { DiscoveryReport } from '../../src/core/discovery/discovery.ts';
import { nodeCrypto } from '../../src/main/crypto/node-crypto.ts';
import { type DiscoveryCase, discoveryCases, signsAlike } from '../support/discovery.ts';
import { markdownTable, medianOf, short } from './harness.ts';
import type { Report } from './run.ts';

/** A scheme that takes longer counts as not found. */
const LIMIT_MS = 2000;
/** As the app's own searches. */
const BUDGET_MS = 10_000;
const port = { crypto: nodeCrypto, now: () => performance.now() };

interface Measured {
  readonly scheme: string;
  readonly ms: readonly number[];
  readonly report: DiscoveryReport;
  readonly isFound: boolean;
}

/** One search of each scheme a round, in turn; the catalogue is ignored. The first round warms up and is not counted. */
export async function benchmark(rounds: number): Promise<Report> {
  for (const each of discoveryCases) search(each);
  const times = discoveryCases.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, each] of discoveryCases.entries()) times[index]?.push(search(each).ms);
  }
  const measured = discoveryCases.map((each, index): Measured => {
    const ms = times[index] ?? [];
    const { report } = search(each);
    const isFound = Math.max(...ms) <= LIMIT_MS && report.recipes.some(({ recipe }) => signsAlike(recipe, each));
    return { scheme: each.scheme.id, ms, report, isFound };
  });
  const exhausted = [1024, 64 * 1024].map(searchInVain);
  const found = measured.filter(({ isFound }) => isFound);
  const medians = measured.map(({ ms }) => medianOf(ms));
  const share = ((100 * found.length) / measured.length).toFixed(1);
  const slowest = measured.toSorted((a, b) => Math.max(...b.ms) - Math.max(...a.ms)).slice(0, 10);
  const missed = measured.filter(({ isFound }) => !isFound).map(({ scheme }) => scheme);
  const ambiguous = measured.filter(({ report }) => report.recipes.length > 1).map(({ scheme }) => scheme);
  const rows = slowest.map(({ scheme, ms, report, isFound }) => [
    scheme,
    isFound ? 'yes' : 'no',
    String(report.tried),
    short(medianOf(ms)),
    short(Math.max(...ms)),
  ]);
  return {
    markdown: [
      `Found: ${found.length} of ${measured.length} schemes (${share} %). Not found: ${missed.join(', ') || 'none'}. ` +
        `More than one recipe remained: ${ambiguous.join(', ') || 'none'}.`,
      '',
      `Time for a scheme, ms: median ${short(medianOf(medians))}, slowest of all rounds ${short(Math.max(...measured.flatMap(({ ms }) => ms)))}. The ten slowest:`,
      '',
      markdownTable(['scheme', 'found', 'signatures computed', 'median, ms', 'slowest, ms'], rows),
      '',
      'A whole search that finds nothing, of two requests with 19 headers each, in at most 10 s:',
      '',
      markdownTable(
        ['body', 'signatures computed', 'finished', 'ms'],
        exhausted.map(({ bodyBytes, tried, complete, ms }) => [
          `${bodyBytes / 1024} KiB`,
          String(tried),
          complete ? 'yes' : 'no',
          short(ms),
        ]),
      ),
    ].join('\n'),
    data: {
      exhausted,
      schemes: measured.map(({ scheme, ms, report, isFound }) => ({
        scheme,
        ms,
        isFound,
        tried: report.tried,
        recipes: report.recipes.map(({ recipe }) => recipe),
      })),
    },
  };
}

function search({ requests, secret }: DiscoveryCase): { readonly ms: number; readonly report: DiscoveryReport } {
  const from = performance.now();
  const report = discover({ requests, secret, schemes: [] }, port, BUDGET_MS);
  return { ms: performance.now() - from, report };
}

/** As much to search through as an ordinary delivery has, under another secret. */
function searchInVain(bodyBytes: number) {
  const requests = [1, 2].map((index): DiscoveryRequest => {
    const event = {
      id: `evt_${index}`,
      created_at: 1_760_000_000 + index,
      type: 'order.paid',
      order: { amount: index },
    };
    const padding = ' '.repeat(Math.max(0, bodyBytes - JSON.stringify(event).length));
    const headers = [
      ...['Host', 'User-Agent', 'Accept', 'Accept-Encoding', 'Content-Type', 'Content-Length', 'Connection'],
      ...['X-Forwarded-For', 'X-Forwarded-Proto', 'CF-Ray', 'traceparent', 'Date', 'X-Request-Id'],
      ...['X-Acme-Delivery', 'X-Acme-Event', 'X-Acme-Attempt', 'X-Acme-Webhook-Id'],
    ].map((name) => [name, `${name} ${index}`] as const);
    return {
      request: {
        method: 'POST',
        target: `/in/${index}?a=${index}`,
        url: `https://hooks.example.com/in/${index}?a=${index}`,
        headers: [
          ...headers,
          ['X-Acme-Timestamp', String(1_760_000_000 + 3 * index)],
          ['X-Acme-Signature', createHash('sha256').update(String(index)).digest('hex')],
        ],
        body: utf8Bytes(JSON.stringify(event) + padding),
      },
      receivedAtMs: null,
    };
  });
  const from = performance.now();
  const { tried, complete } = discover({ requests, secret: 'whsec_acme-secret', schemes: [] }, port, BUDGET_MS);
  return { bodyBytes, tried, complete, ms: performance.now() - from };
}
