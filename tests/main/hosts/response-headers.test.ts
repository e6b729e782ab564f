import { expect, it } from 'vitest';
import { contentPolicy, securityHeaders } from '../../../src/main/hosts/response-headers.ts';

/** Both hosts send these: `web/guard.test.ts` and `electron/app.test.ts` ask their servers for them. */

const directives = (policy: string): Record<string, string[]> =>
  Object.fromEntries(
    policy.split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ');
      return [name, values];
    }),
  );

it('lets only our own scripts run, loads nothing from elsewhere, and makes no markup of text', () => {
  const { 'trusted-types': policies = [], ...rest } = directives(contentPolicy());
  expect(rest).toEqual({
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    // Monaco writes style elements.
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'font-src': ["'self'"],
    'worker-src': ["'self'"],
    'connect-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-src': ["'none'"],
    'frame-ancestors': ["'none'"],
    'require-trusted-types-for': ["'script'"],
  });
  expect(policies.every((name) => /^[a-z]+$/i.test(name) || name === "'allow-duplicates'")).toBe(true);
  expect(policies).not.toContain('default');
});

it('allows one more address to connect to and nothing besides', () => {
  const own = directives(contentPolicy());
  expect(directives(contentPolicy(['ws://127.0.0.1:8788']))).toEqual({
    ...own,
    'connect-src': ["'self'", 'ws://127.0.0.1:8788'],
  });
  expect(contentPolicy(['ws://127.0.0.1:8788'])).not.toMatch(/unsafe-eval|unsafe-hashes|strict-dynamic|\*/);
});

it('keeps the page out of frames, caches, sniffing and other sites’ hands', () => {
  expect(securityHeaders()).toEqual({
    'Content-Security-Policy': contentPolicy(),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  });
});
