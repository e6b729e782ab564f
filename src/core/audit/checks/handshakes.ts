import { asksOf, type HandshakeAsk, type HandshakeContext } from '../../handshake/handshake.ts';
import { handshakesOf } from '../../handshake/handshakes.ts';
import { fail, ok } from '../../result.ts';
import type { AuditExchange, AuditReply } from '../audit.ts';
import { type AuditCheck, finding, type PlannedSend, pass } from '../check.ts';
import type { AuditSubject } from '../subject.ts';

export const answersHandshake: AuditCheck = {
  id: 'answers-handshake',
  title: 'Answers what the provider asks before it delivers',
  explainedBy: ['rejects-wrong-secret'],
  prepare(subject) {
    const { handshake, name } = subject.scheme.info;
    const asks = asksFor(subject);
    if (asks.size === 0) {
      const known =
        handshake === null ? 'The provider asks nothing that is known.' : `Not asked here: ${handshake.text}`;
      return { notApplicable: known };
    }
    const isAnswered = ({ what, reply }: AuditExchange) => asks.get(what)?.isAnswered(askedReply(reply)) ?? false;
    const needs = ({ what }: AuditExchange) => needOf(asks.get(what));
    return {
      sends: [...asks].map(([what, ask]) => sendOf(subject, what, ask)),
      conclude(exchanges) {
        const accepted = exchanges.filter((one) => needs(one) === 'refusal' && !isAnswered(one));
        if (accepted.length > 0) {
          return finding(
            'medium',
            `${name} sends wrong handshakes on purpose and wants them refused. Got no refusal for: ${words(accepted)}.`,
            'Verify handshakes as deliveries, and answer 401 when that fails.',
          );
        }
        // A provider asks in several ways, for several kinds of webhook; a handler has one of these.
        const strictest = exchanges.some((one) => needs(one) === 'answer') ? 'answer' : 'success';
        const asked = exchanges.filter((one) => needs(one) === strictest);
        const answered = asked.filter(isAnswered);
        if (answered.length > 0 || asked.length === 0) return pass(`Answered: ${words(answered)}.`);
        const expected = [...new Set(asked.map(({ what }) => asks.get(what)?.expected ?? ''))].join('; ');
        return finding(
          'medium',
          `${name} would not deliver here: expected ${expected}, for: ${words(asked)}.`,
          handshake?.text ?? 'Answer the handshake as the provider’s documentation says.',
        );
      },
    };
  },
};

function words(exchanges: readonly AuditExchange[]): string {
  return exchanges.map(({ what }) => what).join('; ');
}

/** By what they are called in the report. */
function asksFor(subject: AuditSubject): ReadonlyMap<string, HandshakeAsk> {
  const { scheme, secret, crypto, expectations, target, signedUrl } = subject;
  const context: HandshakeContext = {
    secretsFor: () => [secret],
    verifyTokens: expectations.verifyToken === null ? [] : [expectations.verifyToken],
    publicUrl: (signedUrl ?? target).split('?')[0] ?? null,
    verdict: () => 'unchecked',
    mayKeep: () => true,
    crypto,
  };
  const all = handshakesOf(scheme.id).flatMap((handshake) =>
    asksOf(handshake, context).map((ask) => [`${handshake.name}: ${ask.what}`, ask] as const),
  );
  // A refusal alone tells nothing: without its token nothing else can be asked.
  return new Map(all.every(([, ask]) => needOf(ask) === 'refusal') ? [] : all);
}

/** What the provider looks at: that it is refused, that it is a success, or what the reply says. */
function needOf(ask: HandshakeAsk | undefined): 'refusal' | 'success' | 'answer' {
  const isEnough = (status: number): boolean => ask?.isAnswered({ status, headers: [], body: NOTHING }) ?? false;
  return isEnough(401) ? 'refusal' : isEnough(200) ? 'success' : 'answer';
}

const NOTHING = new Uint8Array(0);

function askedReply(reply: AuditReply): Parameters<HandshakeAsk['isAnswered']>[0] {
  return reply.kind === 'replied' ? reply : { status: 0, headers: [], body: NOTHING };
}

function sendOf(subject: AuditSubject, what: string, ask: HandshakeAsk): PlannedSend {
  const { method, query, headers, body, signing } = ask;
  const { target } = subject;
  const url = query === '' ? target : `${target}${target.includes('?') ? '&' : '?'}${query}`;
  return {
    what,
    make(nowMs) {
      const request = { method, url, headers, body };
      if (signing === 'none') return ok(request);
      const secret = signing === 'right' ? subject.secret : subject.otherSecret(1);
      return secret === null
        ? fail('no other secret of this form could be made')
        : subject.signed(request, nowMs, secret);
    },
  };
}
