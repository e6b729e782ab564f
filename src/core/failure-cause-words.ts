import type { Explanation, Holder, KeyFetchCause, SearchEnd, TargetProblem, UnreachableCause } from './failure.ts';

/** The words of the causes that several failures have, for `explain`. */

export const unreachable: Record<UnreachableCause, { title: string; hint: string }> = {
  refused: {
    title: 'Nothing is listening at',
    hint: 'Start your server, or correct the port of the target URL.',
  },
  'name-not-found': {
    title: 'There is no such host:',
    hint: 'Check the spelling of the target URL, and that you are online.',
  },
  network: { title: 'The network has no way to', hint: 'Check that you are online and that the host is up.' },
  reset: {
    title: 'The connection was closed without a reply by',
    hint: 'Look in your server’s log: it ended the connection before answering.',
  },
  'not-tls': {
    title: 'TLS is not spoken by',
    hint: 'Write http:// instead of https://, or correct the port.',
  },
  tls: {
    title: 'The TLS certificate was not accepted from',
    hint: 'Correct the certificate, or turn off “Verify TLS certificates” for a development server.',
  },
};

export const keyFetchCauses: Record<KeyFetchCause, string> = {
  forbidden: 'fetching keys is turned off in Settings',
  'foreign-host': 'that host is not the provider’s',
  'private-address': 'that name leads into a private network here',
  'name-not-found': 'the name cannot be resolved, so this machine may be offline',
  network: 'the connection failed, so this machine may be offline',
  timeout: 'there was no answer in time',
  tls: 'the host’s TLS certificate was not accepted',
  status: 'the host answered with status',
  'too-large': 'the answer was over 256 KiB',
  'no-key': 'the answer holds no key',
  'certificate-dates': 'the certificate there is valid only',
  'certificate-name': 'the certificate there has a name that is not the provider’s',
  'certificate-chain': 'the certificates there do not lead to a root that is trusted here',
};

export const targetProblems: Record<TargetProblem, string> = {
  'not-a-url': 'The target is not a complete URL.',
  'not-http': 'The target has to start with http:// or https://.',
  'has-fragment': 'The target has a #fragment, which is never sent.',
  'has-credentials': 'The target has a user name or password in it, which belongs in an Authorization header.',
  'no-host': 'The target names no host.',
  'bad-host':
    'The host of the target has characters that host names do not have (write xn--… for an international one).',
  'bad-port': 'The port of the target is not between 1 and 65535.',
};

export const searchEnds: Record<SearchEnd, Explanation> = {
  time: {
    title: 'The search did not end in time and was stopped.',
    hint: 'Try it with a smaller request, or choose the scheme it is signed by.',
  },
  memory: {
    title: 'The search needed more memory than it may have and was stopped.',
    hint: 'Try it with a smaller request.',
  },
  fault: {
    title: 'The search met a fault of Hookproof’s own and was stopped.',
    hint: 'Nothing else is affected. The log says where it happened.',
  },
  busy: { title: 'Too many searches are waiting already.', hint: 'Try again when one of them is done.' },
  closing: { title: 'Hookproof is closing.', hint: 'Start it again and repeat the search.' },
};

export const decodingEnds: Record<SearchEnd, string> = {
  time: 'Decoding the body did not end in time and was stopped.',
  memory: 'Decoding the body needed more memory than it may have and was stopped.',
  fault: 'Decoding the body met a fault of Hookproof’s own and was stopped.',
  busy: 'Too many bodies are being decoded already.',
  closing: 'Hookproof is closing.',
};

export const holderWords: Record<Holder['host'], string> = {
  electron: 'its window',
  web: '`hookproof serve`',
  cli: 'a `hookproof` command',
};

/** Problems told in one sentence; the rest are counted. */
const TOLD_PROBLEMS = 10;

/** The first of `count` problems. */
export function firstOf(problems: readonly string[], count: number): string {
  const told = problems.slice(0, TOLD_PROBLEMS);
  const others = count - told.length;
  return [...told, ...(others > 0 ? [`and ${others.toLocaleString('en-US')} more`] : [])].join('; ');
}
