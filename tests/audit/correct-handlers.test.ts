import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkIds } from '../../src/core/audit/audit.ts';
import { usualRequest } from '../../src/core/audit/base-request.ts';
import { utf8Bytes } from '../../src/core/bytes.ts';
import { templates } from '../../src/core/forge/templates.ts';
import { officialLibraries } from '../sdk/libraries.ts';
import type { OfficialLibrary } from '../sdk/official-library.ts';
import { scheme } from '../support/signing.ts';
import { auditOf, findingIds, findingsOf } from './audit-of.ts';
import { type Handler, type HandlerReply, type HandlerRequest, serve } from './handler.ts';

/** What a handler is that gives the request to the provider's own library, as its documentation says. */
function handlerOf({ verify, secret, scheme: id }: OfficialLibrary): Handler {
  return async ({ method, target, url, headers, body }) => {
    const first = handshakes[id];
    const request = { method, target, url, headers: Object.entries(headers), body };
    const unsigned = first?.unsigned?.({ method, target, url, headers, rawHeaders: [], body });
    if (unsigned !== undefined && unsigned !== null) return unsigned;
    try {
      if ((await verify(request, secret)) !== true) return 401;
    } catch {
      return 401;
    }
    return first?.signed?.(body.toString()) ?? 200;
  };
}

/** What these providers ask first, as their documentation has it answered. */
const handshakes: Readonly<
  Record<
    string,
    {
      readonly unsigned?: (request: HandlerRequest) => HandlerReply | null;
      readonly signed?: (body: string) => HandlerReply | null;
    }
  >
> = {
  slack: { signed: (body) => (isType(body, 'url_verification') ? { status: 200, body: challengeOf(body) } : null) },
  discord: { signed: (body) => (isType(body, 1) ? { status: 200, body: '{"type":1}' } : null) },
  notion: { unsigned: ({ body }) => (body.includes('"verification_token"') ? { status: 200 } : null) },
  braintree: {
    unsigned({ method, url }) {
      const challenge = new URL(url).searchParams.get('bt_challenge');
      if (method !== 'GET' || challenge === null) return null;
      const key = createHash('sha1').update('private-key-4242').digest();
      return { status: 200, body: `public42|${createHmac('sha1', key).update(challenge).digest('hex')}` };
    },
  },
};

function isType(body: string, type: unknown): boolean {
  return body.startsWith('{') && JSON.parse(body).type === type;
}

function challengeOf(body: string): string {
  return JSON.stringify({ challenge: JSON.parse(body).challenge });
}

/** What a library leaves to its handler, which this one leaves undone. */
const leftUndone: Readonly<Record<string, readonly string[]>> = {
  // It throws on types it does not know.
  liveblocks: ['handles-unknown-event'],
  // It checks the token alone: neither its age nor its payload_hash.
  'vonage-jwt': ['rejects-tampered-body', 'rejects-stale-timestamp'],
};

describe('handlers that use the official library', () => {
  it.concurrent.each(officialLibraries.map((library) => [`${library.scheme} by ${library.package}`, library] as const))(
    '%s',
    async (_, library) => {
      await using server = await serve(handlerOf(library));
      const { url } = server;
      const { compact } = library.bodies ?? {};
      const usual = usualRequest(scheme(library.scheme), templates, url);
      const base = {
        ...usual,
        ...(library.headers === undefined ? {} : { headers: library.headers }),
        ...(compact === undefined ? {} : { body: utf8Bytes(compact) }),
      };
      const report = await auditOf({ url, scheme: library.scheme, secret: library.secret, base });
      expect(findingIds(report), findingsOf(report).join('\n')).toEqual(leftUndone[library.scheme] ?? []);
      expect(report.checks.map(({ id }) => id)).toEqual(checkIds);
      expect(report.checks.find(({ id }) => id === 'accepts-valid')?.outcome).toBe('pass');
    },
  );
});
