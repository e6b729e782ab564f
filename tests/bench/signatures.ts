import { utf8Bytes } from '../../src/core/bytes.ts';
import { newCatchAll } from '../../src/core/endpoint.ts';
import type { CryptoPort } from '../../src/core/signature/crypto-port.ts';
import { detect } from '../../src/core/signature/detect.ts';
import { schemeById, schemes } from '../../src/core/signature/registry.ts';
import type { Scheme } from '../../src/core/signature/scheme.ts';
import { type CandidateSecret, type SignedRequest, verify } from '../../src/core/signature/verify.ts';
import { nodeCrypto } from '../../src/main/crypto/node-crypto.ts';
import { createJudge, type Judgeable } from '../../src/main/judging/judge.ts';
import { officialLibraries } from '../sdk/libraries.ts';
import type { OfficialLibrary } from '../sdk/official-library.ts';
import { forge, unsignedRequest } from '../sdk/probes.ts';
import { markdownTable, medianOf, type Subject, short, spread, type Timing, timeInTurn, versionOf } from './harness.ts';
import type { Report } from './run.ts';

const SIZES = [1024, 64 * 1024] as const;

/** Of plain ones, of one that reads a form and of one with a public key. */
const SHORT = ['stripe', 'github', 'slack', 'standard-webhooks', 'twilio-form', 'discord'];

export async function benchmark(rounds: number, isShort: boolean): Promise<Report> {
  if (isShort) {
    return againstLibraries(
      officialLibraries.filter(({ scheme }) => SHORT.includes(scheme)),
      SIZES.slice(0, 1),
      rounds,
    );
  }
  const verifying = await againstLibraries(officialLibraries, SIZES, rounds);
  const judging = await beyondHashes(rounds);
  return {
    markdown: `${verifying.markdown}\n\n${judging.markdown}`,
    data: { verifying: verifying.data, judging: judging.data },
  };
}

/** Verifying one signed body, by us and by the provider's own library. */
async function againstLibraries(
  libraries: readonly OfficialLibrary[],
  sizes: readonly number[],
  rounds: number,
): Promise<Report> {
  const measured: { library: OfficialLibrary; size: number; ours: Timing; theirs: Timing; ratio: number }[] = [];
  for (const library of libraries) {
    const scheme = schemeOf(library);
    for (const size of sizes) {
      const nowMs = Date.now();
      const request = forge(scheme, sized(library, size), library.secret, nowMs);
      const secrets = [{ id: 'secret', value: library.receiverSecret ?? library.secret }];
      const answer = library.verify(request, library.secret);
      const accepted = verify(scheme, request, secrets, nowMs, nodeCrypto).status === 'verified';
      if (!accepted || (await answer) !== true) throw new Error(`${library.scheme}: not accepted at ${size} bytes`);
      const subjects: readonly Subject[] = [
        { name: 'ours', run: () => verify(scheme, request, secrets, nowMs, nodeCrypto), isAsync: false },
        { name: 'theirs', run: () => library.verify(request, library.secret), isAsync: answer instanceof Promise },
      ];
      const [ours, theirs] = await timeInTurn(subjects, rounds);
      if (ours === undefined || theirs === undefined) throw new Error('a subject was not timed');
      measured.push({ library, size, ours, theirs, ratio: theirs.median / ours.median });
    }
  }
  const rows = libraries.map((library) => {
    const cells = measured
      .filter((each) => each.library === library)
      .flatMap(({ ours, theirs, ratio }) => [spread(ours), spread(theirs), short(ratio)]);
    return [`${library.scheme}, ${library.package} ${versionOf(library.package)}`, ...cells];
  });
  const medians = sizes.map((size) =>
    medianOf(measured.filter((each) => each.size === size).map(({ ratio }) => ratio)),
  );
  const below = measured.filter(({ ratio }) => ratio < 1);
  const head = ['scheme, library', ...sizes.flatMap((size) => [`ours, ${kib(size)}`, 'theirs', 'ratio'])];
  return {
    markdown: [
      'Verifying one body, µs: median (lowest to highest round). Ratio: library over ours.',
      '',
      markdownTable(head, rows),
      '',
      `Median ratio: ${medians.map((value, index) => `${short(value)} at ${kib(sizes[index] ?? 0)}`).join(', ')}. ` +
        `Below 1.0: ${below.length === 0 ? 'none' : below.map(({ library, size }) => `${library.scheme} at ${kib(size)}`).join(', ')}.`,
    ].join('\n'),
    data: measured.map(({ library, size, ours, theirs, ratio }) => ({
      scheme: library.scheme,
      library: library.package,
      version: versionOf(library.package),
      bodyBytes: size,
      ours,
      theirs,
      ratio,
    })),
    ratios: Object.fromEntries(
      measured.map(({ library, size, ours, theirs }) => [
        `signatures, ${library.scheme} at ${kib(size)}`,
        theirs.min / ours.min,
      ]),
    ),
  };
}

/** Detecting and verifying a capture against every scheme, less the hash computations it needs. */
async function beyondHashes(rounds: number): Promise<Report> {
  const captures = [
    ...['stripe', 'github', 'standard-webhooks', 'svix', 'twilio-form', 'vorsto-x-signature', 'hubspot-v3'].map(signed),
    { name: 'generic-hmac', request: anySignature(), secret: 'test-secret-4242' },
    { name: 'no signature', request: noSignature(), secret: 'test-secret-4242' },
  ];
  const rows: (readonly string[])[] = [];
  const data: unknown[] = [];
  for (const { name, request, secret } of captures) {
    const nowMs = Date.now();
    const secrets = [{ id: 'secret', scheme: null, label: 'test', value: secret }];
    const hashes = hashesOf(request, secrets, nowMs);
    const capture = captureOf(request, nowMs);
    const endpoint = { ...newCatchAll(0), publicUrl: 'https://hooks.example.com/in?tenant=7' };
    const judge = judgeWith(secrets, nodeCrypto);
    const [detected, judged, hashed] = await timeInTurn(
      [
        { name: 'detect', run: () => detect(request, schemes), isAsync: false },
        { name: 'judge', run: () => judge.judge(capture, endpoint), isAsync: false },
        { name: 'hashes', run: () => hashes.map((hash) => hash()), isAsync: false },
      ],
      rounds,
    );
    if (detected === undefined || judged === undefined || hashed === undefined) throw new Error('not timed');
    const beyond = judged.median - hashed.median;
    const { verdicts } = judge.judge(capture, endpoint);
    rows.push([
      `${name}, ${verdicts[0]?.status ?? 'no verdict'}`,
      String(verdicts.length),
      String(hashes.length),
      spread(detected),
      spread(judged),
      spread(hashed),
      short(beyond),
    ]);
    data.push({ capture: name, verdicts: verdicts.length, hashes: hashes.length, detected, judged, hashed, beyond });
  }
  const head = ['capture of 1 KiB, verdict', 'verdicts', 'hashes', 'detect', 'judge', 'hashes alone', 'beyond'];
  return {
    markdown: [
      `Judging one capture against ${schemes.length} schemes, µs: detection, every candidate verified, event type and delivery id read from the body.`,
      '',
      markdownTable(head, rows),
    ].join('\n'),
    data,
  };
}

function schemeOf(library: OfficialLibrary): Scheme {
  const scheme = schemeById(library.scheme);
  if (scheme === undefined) throw new Error(`no scheme ${library.scheme}`);
  return scheme;
}

function kib(bytes: number): string {
  return `${bytes / 1024} KiB`;
}

/** The library's largest body with its filling cut to the size; of a library without filling the nearest it has. */
function sized(library: OfficialLibrary, size: number): SignedRequest {
  const large = unsignedRequest(library, 'large');
  const text = Buffer.from(large.body).toString('utf8');
  const [filling] = /(?:lorem.ipsum.)+/.exec(text) ?? [];
  if (filling === undefined) return unsignedRequest(library, size < 10_000 ? 'compact' : 'large');
  const missing = Math.max(0, size - (text.length - filling.length));
  const fit = filling.repeat(Math.ceil(missing / filling.length)).slice(0, missing);
  return { ...large, body: utf8Bytes(text.replace(filling, fit)) };
}

const body = utf8Bytes(
  `{"id":"evt_1","type":"invoice.paid","event":"invoice.paid","data":{"text":"${'lorem ipsum '.repeat(78)}"}}`,
);

/** The headers a request has on its way through a tunnel, before those of its provider. */
const usualHeaders = [
  ['Host', 'hooks.example.com'],
  ['User-Agent', 'Example/1.0 (+https://example.com/webhooks)'],
  ['Accept', '*/*'],
  ['Content-Type', 'application/json; charset=utf-8'],
  ['Content-Length', String(body.length)],
  ['X-Forwarded-For', '203.0.113.7'],
  ['X-Forwarded-Proto', 'https'],
] as const;

function noSignature(): SignedRequest {
  const url = 'https://hooks.example.com/in?tenant=7';
  return { method: 'POST', target: '/in?tenant=7', url, headers: usualHeaders, body };
}

function anySignature(): SignedRequest {
  const value = Buffer.from(nodeCrypto.hmac('sha256', utf8Bytes('test-secret-4242'), [body])).toString('hex');
  return { ...noSignature(), headers: [...usualHeaders, ['X-Signature-256', `sha256=${value}`]] };
}

function signed(id: string): { name: string; request: SignedRequest; secret: string } {
  const scheme = schemeById(id);
  if (scheme === undefined) throw new Error(`no scheme ${id}`);
  const library = officialLibraries.find((each) => each.scheme === id);
  const secret = library?.secret ?? 'test-secret-4242';
  const unsigned = noSignature();
  const more = library?.headers?.filter(([name]) => name.toLowerCase() !== 'content-type') ?? [];
  const request = { ...unsigned, headers: [...unsigned.headers, ...more] };
  return { name: id, request: forge(scheme, request, secret, Date.now()), secret };
}

type Secrets = readonly (CandidateSecret & { readonly scheme: null; readonly label: string })[];

function judgeWith(secrets: Secrets, crypto: CryptoPort) {
  const held = { usable: secrets, locked: false };
  return createJudge({
    schemes: { all: schemes, byId: schemeById },
    // Judging asks for the secrets of an endpoint and for nothing else.
    secrets: { forEndpoint: () => held } as unknown as Parameters<typeof createJudge>[0]['secrets'],
    crypto,
    tunnelUrl: () => null,
    published: { keyFor: () => null },
  });
}

function captureOf(request: SignedRequest, nowMs: number): Judgeable {
  const { method, target, headers, body: bytes } = request;
  return {
    kind: 'request',
    receivedAt: nowMs,
    via: 'tunnel',
    method,
    target,
    headers,
    completeness: 'complete',
    body: bytes,
  };
}

/** The different hash computations that judging asks for, each to be run again alone. */
function hashesOf(request: SignedRequest, secrets: Secrets, nowMs: number): readonly (() => unknown)[] {
  const found = new Map<string, () => unknown>();
  const note = (id: string, run: () => unknown) => found.set(id, run);
  const textOf = (parts: readonly Uint8Array[]) => parts.map((part) => Buffer.from(part).toString('latin1')).join();
  const recording: CryptoPort = {
    ...nodeCrypto,
    hash(name, parts) {
      note(`${name} ${textOf(parts)}`, () => nodeCrypto.hash(name, parts));
      return nodeCrypto.hash(name, parts);
    },
    hmac(name, key, parts) {
      note(`${name} ${textOf([key, ...parts])}`, () => nodeCrypto.hmac(name, key, parts));
      return nodeCrypto.hmac(name, key, parts);
    },
  };
  const endpoint = { ...newCatchAll(0), publicUrl: request.url };
  judgeWith(secrets, recording).judge(captureOf(request, nowMs), endpoint);
  return [...found.values()];
}
