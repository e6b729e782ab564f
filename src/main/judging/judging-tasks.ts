import type { ExplainedVerdict } from '../../core/contract.ts';
import type { Endpoint } from '../../core/endpoint.ts';
import type { KeySource } from '../../core/signature/key-source.ts';
import type { OwnRecipe } from '../../core/signature/own-recipe.ts';
import type { CandidateSecret } from '../../core/signature/scheme.ts';
import type { Decision, DecisionInput } from '../reply/decide.ts';
import type { OpenSecret } from '../secrets/secrets.ts';
import type { Judgeable, Judgement } from './judge.ts';

/** Everything judging depends on besides the request. It crosses whole, and again after each change of any of it. */
export interface JudgingState {
  /** Built into schemes in the worker, because functions cannot cross. */
  readonly ownRecipes: readonly OwnRecipe[];
  /** The catch-all among them. */
  readonly endpoints: readonly Endpoint[];
  readonly secrets: readonly EndpointSecrets[];
  /** By the URL of their source. */
  readonly publishedKeys: ReadonlyMap<string, CandidateSecret>;
  readonly tunnelUrl: string | null;
}

export interface EndpointSecrets {
  readonly endpointId: string;
  readonly usable: readonly OpenSecret[];
  /** Whether it has others that are locked away. */
  readonly locked: boolean;
  /** The schemes of all that are its own, locked ones included. */
  readonly schemes: readonly string[];
}

/** What is asked of the judging worker, by name: the data that goes in and the answer. */
export interface JudgingTasks {
  judge(task: JudgeTask): Judged;
  /** `scheme` null: the endpoint's pinned one, else the first candidate. */
  explain(task: JudgeTask & { readonly scheme: string | null }): { readonly explained: ExplainedVerdict } & Wanted;
  /** Where anybody can have the key that a capture's signature names; null: nowhere. */
  keySource(task: JudgeTask & { readonly scheme: string }): KeySource | null;
  /** What the endpoint answers by itself. */
  decide(task: JudgeTask & DecisionInput): { readonly decision: Decision; readonly judged: Judged | null };
}

export interface JudgeTask {
  readonly capture: Judgeable;
  readonly endpointId: string;
}

/** Published keys that were looked for: whether to fetch them is decided where the network is. */
export interface Wanted {
  readonly wantedKeys: readonly KeySource[];
}

export interface Judged extends Wanted {
  readonly judgement: Judgement;
}

export type JudgingTask<K extends keyof JudgingTasks> = Parameters<JudgingTasks[K]>[0];
export type JudgingAnswer<K extends keyof JudgingTasks> = ReturnType<JudgingTasks[K]>;

/** A call on its way: the task as JSON without its body, which crosses in a third of the time that its values take one by one. */
export interface JudgingCall {
  readonly id: number;
  readonly name: keyof JudgingTasks;
  readonly task: string;
  readonly bodyBytes: number;
}

/** null: there is nothing more to judge. */
export type ToJudging = JudgingMessage | null;

/** The worker answers each with one `FromJudging`. Secrets cross in `state` only. */
export interface JudgingMessage {
  /** null: as it was. */
  readonly state: JudgingState | null;
  readonly calls: readonly JudgingCall[];
  /** The bodies of the calls, one after the other, in memory that is written over once they are answered. */
  readonly bodies: Uint8Array;
}

export function sentCall(id: number, name: keyof JudgingTasks, task: JudgeTask): JudgingCall {
  const { body, ...capture } = task.capture;
  return { id, name, task: JSON.stringify({ ...task, capture }), bodyBytes: body.length };
}

/** The task of each call with its body, in order: its own, but for verdicts, which hold no bytes of it. */
export function receivedTasks({ calls, bodies }: JudgingMessage): readonly JudgeTask[] {
  let at = 0;
  return calls.map(({ name, task: text, bodyBytes }) => {
    // `sentCall`'s own JSON.
    const task = JSON.parse(text) as JudgeTask;
    const lent = bodies.subarray(at, at + bodyBytes);
    const body = name === 'judge' ? lent : new Uint8Array(lent);
    at += bodyBytes;
    return { ...task, capture: { ...task.capture, body } };
  });
}

/** `bug`: where the call threw, without the message, which may quote what it was given. */
export type JudgingAnswered = { readonly id: number } & ({ readonly answer: unknown } | { readonly bug: string });

/** In the order of the calls; as JSON where there are verdicts and nothing else, of which there are many. */
export type FromJudging = readonly JudgingAnswered[] | string;
