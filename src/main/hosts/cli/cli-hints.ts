import type { Failure } from '../../../core/failure.ts';

/** What to do at a terminal, for the failures whose general hint names a screen. */
export function cliHint(failure: Failure): string | null {
  switch (failure.code) {
    case 'port-in-use':
      return 'Give another port with --port, or stop the other program.';
    case 'port-forbidden':
      return 'Give a port of 1024 or above with --port.';
    case 'target-unconfirmed':
      return 'If it is meant, add --yes.';
    case 'target-unreachable':
      return failure.cause === 'tls'
        ? 'Correct the certificate; for a development server, `hookproof send` takes --insecure.'
        : null;
    case 'target-timeout':
      return 'Check that your handler replies; `hookproof send` takes --timeout.';
    case 'request-unsendable':
      return 'Correct the request and send it again.';
    case 'secret-invalid':
      return 'Correct what --secret-file or --secret-env names.';
    case 'secret-missing':
      return 'Give it with --secret-file or --secret-env.';
    case 'key-not-fetched':
      return 'Try again, or give the key, certificate or key set with --secret-file.';
    case 'not-found':
      return failure.what === 'capture' ? '`hookproof list` writes the captures that are there.' : null;
    default:
      return null;
  }
}
