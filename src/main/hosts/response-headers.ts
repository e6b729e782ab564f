/**
 * What every response that carries the renderer says to the browser, in the desktop window and in a tab alike: only our own
 * scripts run, nothing else is loaded or framed, and text never becomes markup except through Monaco's own policies.
 */

/**
 * Every Trusted Types policy that monaco-editor 0.57 creates (its `createTrustedTypesPolicy` calls) and DOMPurify, which it
 * bundles. Two of its modules create `defaultWorkerFactory`, hence `allow-duplicates`. `hookproofWorkers` is the renderer's
 * own: it passes the URLs of our bundled workers and nothing else.
 */
const TRUSTED_TYPES_POLICIES = [
  'defaultWorkerFactory',
  'diffEditorWidget',
  'diffReview',
  'domLineBreaksComputer',
  'dompurify',
  'editorGhostText',
  'editorViewLayer',
  'hookproofWorkers',
  'richScreenReaderContent',
  'standaloneColorizer',
  'stickyScrollViewLayer',
  'tokenizeToString',
];

/** `connect`: origins the page may talk to besides its own. */
export function contentPolicy(connect: readonly string[] = []): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    // Monaco writes style elements; styles cannot run code, and no captured text is ever put into one.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "worker-src 'self'",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${TRUSTED_TYPES_POLICIES.join(' ')} 'allow-duplicates'`,
  ].join('; ');
}

/** Headers of every response, errors included. */
export function securityHeaders(connect: readonly string[] = []): Record<string, string> {
  return {
    'Content-Security-Policy': contentPolicy(connect),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  };
}
