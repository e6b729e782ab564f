import { textOfByteString, utf8Bytes } from '../bytes.ts';
import type { HeaderList } from '../http/headers.ts';
import { percentEncoded } from '../signature/percent.ts';
import type { RequestParts } from '../signature/request-parts.ts';
import { answered, type Handshake, type HandshakeRequest, newChallenge, type Statement } from './handshake.ts';
import { bodyHas, hasOnlyMembers, headerChallenge, jsonChallenge, queryChallenge } from './read-challenge.ts';

interface Echo {
  readonly scheme: string;
  readonly name: string;
  readonly onlyExpected?: true;
  /** As text, or as JSON with these members; a member that is null is the challenge. */
  readonly reply: 'text' | Readonly<Record<string, string | null>>;
}

function statementOf(reply: Echo['reply'], challenge: string): Statement {
  if (reply === 'text') return { kind: 'text', text: challenge };
  const text = textOfByteString(challenge);
  const members = Object.fromEntries(Object.entries(reply).map(([name, value]) => [name, value ?? text]));
  return { kind: 'json', members };
}

function echoing(
  { reply, ...named }: Echo,
  methods: readonly string[],
  challengeIn: (parts: RequestParts) => string | null,
  ask: (challenge: string) => Partial<HandshakeRequest>,
): Handshake {
  return {
    ...named,
    methods,
    answer(parts) {
      const challenge = challengeIn(parts);
      return challenge === null ? null : answered(named, statementOf(reply, challenge));
    },
    requests: (context) => [asked(methods[0] ?? 'POST', ask(newChallenge(context)))],
  };
}

/** A request of a handshake: unsigned and empty but for what is given. */
export function asked(method: string, more: Partial<HandshakeRequest>): HandshakeRequest {
  return { what: 'the handshake', method, query: '', headers: [], body: new Uint8Array(0), signing: 'none', ...more };
}

export function askedJson(value: unknown, headers: HeaderList = []): Pick<HandshakeRequest, 'headers' | 'body'> {
  return { headers: [['Content-Type', 'application/json'], ...headers], body: utf8Bytes(JSON.stringify(value)) };
}

/** The challenge stands in the query, where nothing else does. */
export function queryEcho(echo: Echo & { readonly parameter: string; readonly method?: 'POST' }): Handshake {
  const { parameter, method = 'GET', ...rest } = echo;
  return echoing(
    rest,
    [method],
    (parts) => (isAlone(parts, parameter) ? queryChallenge(parts, parameter) : null),
    (challenge) => ({ query: `${parameter}=${percentEncoded(challenge)}` }),
  );
}

function isAlone(parts: RequestParts, parameter: string): boolean {
  const query = parts.request.target.split('?', 2)[1] ?? '';
  return query.startsWith(`${parameter}=`) && !query.includes('&');
}

/** The challenge is the value of a header. */
export function headerEcho(echo: Echo & { readonly header: string; readonly method: 'GET' | 'POST' }): Handshake {
  const { header, method, ...rest } = echo;
  return echoing(
    rest,
    [method],
    (parts) => headerChallenge(parts, header),
    (challenge) => ({ headers: [[header, challenge]] }),
  );
}

/** The challenge is a text of a JSON body that has these members and no others. */
export function jsonEcho(
  echo: Echo & {
    readonly path: string;
    readonly members: Readonly<Record<string, string | null>>;
    /** What else tells the provider's own. */
    readonly marks?: (parts: RequestParts) => boolean;
    readonly headers?: HeaderList;
    readonly signing?: HandshakeRequest['signing'];
  },
): Handshake {
  const { path, members, marks = () => true, headers = [], signing = 'none', ...rest } = echo;
  const fixed = Object.entries(members).filter(([name]) => name !== path);
  return echoing(
    rest,
    ['POST'],
    (parts) => {
      if (!marks(parts) || !bodyHas(parts, path)) return null;
      if (!hasOnlyMembers(parts, Object.keys(members))) return null;
      const isFixed = fixed.every(([name, value]) => value === null || parts.json(name) === value);
      return isFixed ? jsonChallenge(parts, path) : null;
    },
    (challenge) => ({
      ...askedJson(
        { ...Object.fromEntries(fixed.map(([name, value]) => [name, value ?? 'test'])), [path]: challenge },
        headers,
      ),
      signing,
    }),
  );
}
