import { base64Of, hexOf, latin1Bytes, latin1Text, sameBytes, utf8ByteString, utf8Bytes } from '../bytes.ts';
import type { EndpointReply } from '../endpoint.ts';
import { firstHeader, type HeaderList } from '../http/headers.ts';
import type { CryptoPort } from '../signature/crypto-port.ts';
import { jsonAt, parseJson, type RequestParts, requestParts, type SignedRequest } from '../signature/request-parts.ts';
import type { Verdict } from '../signature/verdict.ts';

/**
 * A provider's way of asking, while a webhook is set up and sometimes later, whether an endpoint is the one it was told of. One
 * value answers it for our own endpoints and asks it of a handler under test.
 */
export interface Handshake {
  /** The id of the scheme whose provider asks. */
  readonly scheme: string;
  /** `Slack URL verification`. */
  readonly name: string;
  /** Nothing in the request tells who asks: only for an endpoint that has this scheme, or a secret for it. */
  readonly onlyExpected?: true;
  readonly methods: readonly string[];
  /** null: not this handshake, whatever else it is. Narrow, for an ordinary event must not be answered as one. */
  answer(parts: RequestParts, context: HandshakeContext): HandshakeAnswer | null;
  /** The requests as the provider sends them. */
  requests(context: HandshakeContext): readonly HandshakeRequest[];
}

/** What is known of the endpoint that is asked. */
export interface HandshakeContext {
  /** Texts as the user pasted them, those for this scheme alone first. */
  secretsFor(scheme: string): readonly string[];
  readonly verifyTokens: readonly string[];
  /** Where the provider sends to, without the query; null: not known. */
  readonly publicUrl: string | null;
  /** Of the scheme's signature on this request. Computed when it is asked for. */
  verdict(scheme: string): Verdict['status'];
  /** Whether a secret that comes with a handshake of that scheme may become the endpoint's. */
  mayKeep(scheme: string): boolean;
  readonly crypto: CryptoPort;
}

export interface HandshakeRequest {
  readonly what: string;
  readonly method: string;
  /** To be put behind the endpoint's URL; empty: none. */
  readonly query: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
  /** How the scheme signs it: not at all, with the secret, or with another one. */
  readonly signing: 'none' | 'right' | 'wrong';
}

/** What has to come back. The values are the sender's: byte strings. */
export type Statement =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'json'; readonly members: Readonly<Record<string, string | number>> }
  | { readonly kind: 'header'; readonly name: string; readonly value: string };

export interface HandshakeAnswer {
  /** null: it cannot be answered, and the endpoint goes on to its rules. */
  readonly status: number | null;
  readonly statement: Statement;
  /** What happened, for the row of the capture. */
  readonly label: string;
  /** A secret that the request brought and that from now on is the endpoint's. */
  readonly keeps: string | null;
}

/** Longer challenges are nobody's; the longest known one has some 300 characters. */
export const MAX_CHALLENGE_BYTES = 4096;

/** Bodies of handshakes are small; a larger one is not parsed to see whether it is one. */
export const MAX_HANDSHAKE_BODY_BYTES = 8 * 1024;

type Named = Pick<Handshake, 'name'>;

export function answered({ name }: Named, statement: Statement, status = 200): HandshakeAnswer {
  return { status, statement, label: `${name} answered`, keeps: null };
}

/** The answer says no, as the provider wants to see it. */
export function refused({ name }: Named, status: 401 | 403, why: string): HandshakeAnswer {
  return { status, statement: { kind: 'nothing' }, label: `${name} refused: ${why}`, keeps: null };
}

export function unanswerable({ name }: Named, why: string): HandshakeAnswer {
  return { status: null, statement: { kind: 'nothing' }, label: `${name} not answered: ${why}`, keeps: null };
}

/**
 * The challenge is whatever its sender wrote. It goes back as plain text or JSON that no browser takes for a page, or as the value
 * of one header. null: there is none.
 */
export function replyOf({ status, statement }: HandshakeAnswer): EndpointReply | null {
  if (status === null) return null;
  const typed = (type: string, body: string | Uint8Array): EndpointReply => ({
    status,
    headers: [
      ['Content-Type', type],
      ['X-Content-Type-Options', 'nosniff'],
    ],
    body: typeof body === 'string' ? utf8Bytes(body) : body,
  });
  switch (statement.kind) {
    case 'nothing':
      return status === 204
        ? { status, headers: [], body: new Uint8Array(0) }
        : typed(PLAIN, `${status < 300 ? 'ok' : 'refused'}\n`);
    case 'text':
      return typed(PLAIN, latin1Bytes(statement.text));
    case 'json':
      return typed('application/json', JSON.stringify(statement.members));
    case 'header': {
      const { headers, body } = typed(PLAIN, '');
      return { status, headers: [...headers, [statement.name, statement.value]], body };
    }
  }
}

const PLAIN = 'text/plain; charset=utf-8';

/** What a handler under test replied. */
export type AskedReply = Pick<EndpointReply, 'status' | 'headers' | 'body'>;

export interface HandshakeAsk extends HandshakeRequest {
  isAnswered(reply: AskedReply): boolean;
  /** What was to come back, for a report. */
  readonly expected: string;
}

/** Every request of a handshake with what has to come back; those that cannot be answered without more are left out. */
export function asksOf(handshake: Handshake, context: HandshakeContext): readonly HandshakeAsk[] {
  return handshake.requests(context).flatMap((request) => {
    const { method, query, headers, body, signing } = request;
    const asked: SignedRequest = { method, target: query === '' ? '/' : `/?${query}`, url: null, headers, body };
    const verdict = signing === 'wrong' ? 'failed' : signing === 'right' ? 'verified' : 'unchecked';
    const answer = handshake.answer(requestParts(asked), { ...context, verdict: () => verdict, mayKeep: () => true });
    if (answer === null || answer.status === null) return [];
    const { status, statement } = answer;
    return [
      {
        ...request,
        isAnswered: (reply: AskedReply) => isLike(reply.status, status) && says(reply, statement),
        expected: `${status >= 400 ? '401 or 403' : '2xx'}${expectedWords[statement.kind]}`,
      },
    ];
  });
}

const expectedWords: Record<Statement['kind'], string> = {
  nothing: '',
  text: ' with the challenge as text',
  json: ' with the answer as JSON',
  header: ' with the challenge in a header',
};

/** A provider looks whether it is a success, and whether a refusal is one. */
function isLike(status: number, wanted: number): boolean {
  return wanted < 300 ? status >= 200 && status < 300 : status === 401 || status === 403;
}

function says({ headers, body }: AskedReply, statement: Statement): boolean {
  switch (statement.kind) {
    case 'nothing':
      return true;
    case 'text':
      return sameBytes(latin1Bytes(latin1Text(body).trim()), latin1Bytes(statement.text.trim()));
    case 'header':
      return firstHeader(headers, statement.name) === statement.value;
    case 'json': {
      const value = parseJson(body, MAX_HANDSHAKE_BODY_BYTES);
      const members = Object.entries(statement.members);
      if (members.every(([name, wanted]) => jsonAt(value, name) === wanted)) return true;
      // A challenge alone may come back as text too.
      const [only] = members;
      return (
        members.length === 1 && only?.[0] === 'challenge' && latin1Text(body).trim() === utf8ByteString(String(only[1]))
      );
    }
  }
}

/** A challenge of our own, to ask with. */
export function newChallenge({ crypto }: HandshakeContext): string {
  return hexOf(crypto.randomBytes(16));
}

/** HMAC-SHA-256 of a byte string with the secret as text. */
export function hmacSha256(
  secret: string,
  text: string,
  crypto: CryptoPort,
): { readonly hex: string; readonly base64: string } {
  const bytes = crypto.hmac('sha256', utf8Bytes(secret), [latin1Bytes(text)]);
  return { hex: hexOf(bytes), base64: base64Of(bytes) };
}
