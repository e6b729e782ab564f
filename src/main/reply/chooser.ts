import type { Endpoint } from '../../core/endpoint.ts';
import type { Failure } from '../../core/failure.ts';
import type { Result } from '../../core/result.ts';
import type { CryptoPort } from '../../core/signature/crypto-port.ts';
import { unparsedParts } from '../../core/signature/request-parts.ts';
import type { Endpoints } from '../endpoints.ts';
import type { Judging, JudgingEnd } from '../judging/judging.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { atOnce, type ChosenReply, type Forward, type ReplyChooser, type Unanswered } from './chosen-reply.ts';
import { type BroughtSecret, type Decision, type DecisionInput, decideReply, undecided } from './decide.ts';

export interface ReplyChooserOptions {
  readonly judging: Pick<Judging, 'ask'>;
  readonly secrets: Pick<Secrets, 'forEndpoint' | 'all'>;
  readonly endpoints: Pick<Endpoints, 'byId' | 'catchAll'>;
  readonly crypto: CryptoPort;
  readonly tunnelUrl: () => string | null;
  /** Stores it, which is done before the sender hears of it. */
  readonly keep: (secret: BroughtSecret) => Promise<Result<void, Failure>>;
  readonly counted: (endpointId: string, ruleId: string) => void;
  readonly now: () => number;
  /** Absent: endpoints that have a forward give their default reply. */
  readonly forward?: Forward;
}

export function createReplyChooser(options: ReplyChooserOptions): ReplyChooser {
  /** Endpoint and scheme of secrets that are being stored. */
  const keeping: BroughtSecret[] = [];

  /** What can be told without looking into the body; null: only by looking into it. */
  function decidedByHead({ arrival }: Unanswered, endpoint: Endpoint, input: DecisionInput): Decision | null {
    const { method, target, headers, body } = arrival;
    const { parts, isAsked } = unparsedParts({ method, target, url: null, headers, body });
    let isJudged = false;
    const decision = decideReply({
      ...input,
      capture: arrival,
      parts,
      endpoint,
      usable: options.secrets.forEndpoint(endpoint.id).usable,
      secretSchemes: schemesOf(endpoint),
      tunnelUrl: options.tunnelUrl(),
      verdicts() {
        isJudged = true;
        return [];
      },
      crypto: options.crypto,
    });
    return isAsked() || isJudged ? null : decision;
  }

  function schemesOf({ id }: Endpoint): readonly string[] {
    return options.secrets.all.flatMap(({ endpointId, scheme }) => (endpointId === id ? (scheme ?? []) : []));
  }

  /** It may have been changed or deleted since the request came: the secret it awaited may have come with another request. */
  function current(endpointId: string): Endpoint {
    return options.endpoints.byId(endpointId) ?? options.endpoints.catchAll();
  }

  async function decide(request: Unanswered, endpointId: string, rulesOnly: boolean): Promise<Decision> {
    const endpoint = current(endpointId);
    const input: DecisionInput = {
      nowMs: options.now(),
      keeping: keeping.flatMap(({ endpointId, scheme }) => (endpointId === endpoint.id ? scheme : [])),
      rulesOnly,
    };
    const byHead = decidedByHead(request, endpoint, input);
    if (byHead !== null) return byHead;
    const capture = request.judgeable();
    const asked = await options.judging.ask('decide', { ...input, capture, endpointId: endpoint.id });
    if (!asked.ok) {
      // A rule that need not look into the body still answers.
      const byRules = decidedByHead(request, endpoint, { ...input, rulesOnly: true });
      return { ...(byRules ?? undecided), note: `not looked at: ${endWords[asked.end]}` };
    }
    const { decision, judged } = asked.value;
    if (judged !== null) request.noteJudged(judged);
    return decision;
  }

  /** Another request brought one while this one was looked at in the other thread. */
  function isTaken({ endpointId, scheme }: BroughtSecret): boolean {
    const { handshakes } = current(endpointId).replying;
    const isSame = (other: { readonly endpointId: string; readonly scheme: string | null }): boolean =>
      other.endpointId === endpointId && other.scheme === scheme;
    return keeping.some(isSame) || (!handshakes.awaitsSecret && options.secrets.all.some(isSame));
  }

  /** Whether what a handshake brought is stored. */
  async function isKept(secret: BroughtSecret): Promise<boolean> {
    keeping.push(secret);
    const kept = await options.keep(secret).finally(() => keeping.splice(keeping.indexOf(secret), 1));
    return kept.ok;
  }

  return {
    async choose(request, endpoint) {
      let decision = await decide(request, endpoint.id, false);
      while (decision.keeps !== null && isTaken(decision.keeps)) decision = await decide(request, endpoint.id, false);
      const { keeps } = decision;
      if (keeps !== null && !(await isKept(keeps))) {
        const note = `${keeps.label} not answered: its secret could not be stored`;
        decision = { ...(await decide(request, endpoint.id, true)), note };
      }
      const { chosen, ruleId, note } = decision;
      if (ruleId !== null) options.counted(endpoint.id, ruleId);
      if (chosen !== null) return chosen;
      if (endpoint.replying.forward !== null && options.forward !== undefined) {
        const forwarded = await options.forward(request, endpoint);
        return { ...forwarded, label: forwarded.label ?? note };
      }
      return { reply: endpoint.reply, source: 'default', label: note, behaviour: atOnce } satisfies ChosenReply;
    },
  };
}

const endWords: Readonly<Record<JudgingEnd, string>> = {
  time: 'its body took too long',
  memory: 'its body took too much memory',
  fault: 'an error, which is in the log',
  closing: 'Hookproof was closing',
};
