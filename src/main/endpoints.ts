import { randomUUID } from 'node:crypto';
import { CATCH_ALL_ENDPOINT_ID, defaultReply, type Endpoint, type EndpointReply } from '../core/endpoint.ts';
import type { Failure } from '../core/failure.ts';
import { defaultReplySettings, type ReplySettings } from '../core/reply/reply-settings.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { replyingProblem, replyProblem } from './reply/reply-problem.ts';
import type { Schemes } from './schemes.ts';
import type { Store } from './storage/store.ts';

export interface EndpointChange {
  readonly id: string;
  readonly name?: string;
  readonly path?: string;
  readonly scheme?: string | null;
  readonly publicUrl?: string | null;
  readonly reply?: EndpointReply;
  readonly replying?: ReplySettings;
}

/** The endpoints, held in memory: every capture looks one up. */
export interface Endpoints {
  readonly all: readonly Endpoint[];
  byId(id: string): Endpoint | undefined;
  catchAll(): Endpoint;
  create(input: { name: string; path: string }): Promise<Result<Endpoint, Failure>>;
  update(change: EndpointChange): Promise<Result<{ before: Endpoint; after: Endpoint }, Failure>>;
  delete(id: string): Promise<Result<void, Failure>>;
}

export async function openEndpoints(
  store: Store,
  schemes: Pick<Schemes, 'byId'>,
  changed: (endpoints: readonly Endpoint[]) => void,
  now: () => number,
): Promise<Endpoints> {
  const held = new Map((await store.endpoints()).map((endpoint) => [endpoint.id, endpoint]));

  async function put(endpoint: Endpoint): Promise<Result<Endpoint, Failure>> {
    const stored = await store.putEndpoint(endpoint);
    if (!stored.ok) return stored;
    held.set(endpoint.id, endpoint);
    changed([...held.values()]);
    return ok(endpoint);
  }

  function problemOf(endpoint: Endpoint): Failure | null {
    const invalid = (field: string, problem: string): Failure => ({ code: 'invalid-input', field, problem });
    if (endpoint.name.trim() === '') return invalid('Name', 'an endpoint needs a name');
    const path = pathProblem(endpoint);
    if (path !== null) return invalid('Path', path);
    const twin = [...held.values()].find((other) => other.path === endpoint.path && other.id !== endpoint.id);
    if (twin !== undefined) return invalid('Path', `${endpoint.path} already belongs to “${twin.name}”`);
    if (endpoint.scheme !== null && schemes.byId(endpoint.scheme) === undefined) {
      return { code: 'scheme-unknown', scheme: endpoint.scheme };
    }
    if (endpoint.publicUrl !== null && !/^https?:\/\/[^/?#\s]+([/?][^#\s]*)?$/i.test(endpoint.publicUrl)) {
      return invalid('Public URL', 'enter the complete URL, such as https://example.com/hooks');
    }
    return replyProblem(endpoint.reply, 'Reply') ?? replyingProblem(endpoint.replying);
  }

  return {
    get all() {
      return [...held.values()];
    },
    byId: (id) => held.get(id),
    catchAll() {
      const endpoint = held.get(CATCH_ALL_ENDPOINT_ID);
      if (endpoint === undefined) throw new Error('the store lost its catch-all endpoint');
      return endpoint;
    },
    async create({ name, path }) {
      const endpoint: Endpoint = {
        id: randomUUID(),
        name: name.trim(),
        path: withoutTrailingSlash(path.trim()),
        scheme: null,
        publicUrl: null,
        replying: defaultReplySettings,
        reply: defaultReply,
        createdAt: now(),
      };
      const problem = problemOf(endpoint);
      return problem === null ? put(endpoint) : fail(problem);
    },
    async update({ id, ...change }) {
      const before = held.get(id);
      if (before === undefined) return fail({ code: 'not-found', what: 'endpoint' });
      const path = change.path === undefined ? before.path : withoutTrailingSlash(change.path.trim());
      const after = { ...before, ...change, path };
      const problem = problemOf(after);
      if (problem !== null) return fail(problem);
      const stored = await put(after);
      return stored.ok ? ok({ before, after }) : stored;
    },
    async delete(id) {
      if (id === CATCH_ALL_ENDPOINT_ID) {
        return fail({ code: 'invalid-input', field: 'Endpoint', problem: 'the catch-all endpoint always exists' });
      }
      if (!held.has(id)) return fail({ code: 'not-found', what: 'endpoint' });
      const deleted = await store.deleteEndpoint(id);
      if (!deleted.ok) return deleted;
      held.delete(id);
      changed([...held.values()]);
      return ok();
    },
  };
}

function withoutTrailingSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

function pathProblem({ id, path }: Endpoint): string | null {
  if (id === CATCH_ALL_ENDPOINT_ID) return path === '/' ? null : 'the catch-all endpoint takes every path';
  if (!path.startsWith('/')) return 'it has to start with /';
  if (path === '/') return '/ is the catch-all endpoint’s';
  // The target is compared as it is on the wire, so the path has to be written as it is on the wire.
  return /^[!-"$->@-~]+$/.test(path) ? null : 'use only characters that a URL path may hold, percent-encoded';
}
