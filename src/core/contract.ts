import type { AttemptDetail, AttemptOrigin, AttemptSummary } from './attempt.ts';
import type { AuditFileFormat, AuditOrder, AuditProgress, AuditReport, CheckId } from './audit/audit.ts';
import type { CaptureDetail, CaptureId, CaptureSummary } from './capture.ts';
import type { CollectionEntry } from './collection/collection.ts';
import type { Burst, BurstPlan } from './deliver/burst.ts';
import type { DeliveryRun } from './deliver/delivery-run.ts';
import type { DeliveryPolicy } from './deliver/policy.ts';
import type { Speed } from './deliver/speed.ts';
import type { DiagnosisReport } from './diagnosis/diagnosis.ts';
import type { DiscoveryReport } from './discovery/discovery.ts';
import type { Draft, Signing } from './draft/draft.ts';
import type { Endpoint, EndpointReply } from './endpoint.ts';
import type { Failure } from './failure.ts';
import type { CaptureFilter } from './filter/filter.ts';
import type { ForgeTemplate } from './forge/template.ts';
import type { QueuedTarget, QueueKey, QueuePage, QueueTargetKey } from './forward/queue.ts';
import type { HeaderList } from './http/headers.ts';
import type { KeyPlace } from './key-place.ts';
import type { ListenerCounters, ListenerState } from './listener.ts';
import type { ReplySettings, RuleHits } from './reply/reply-settings.ts';
import type { Result } from './result.ts';
import type { SalvageState } from './salvage.ts';
import type { SecretInfo } from './secret.ts';
import type { Settings, SettingsPatch } from './settings.ts';
import type { PublicHalf } from './signature/new-key-pair.ts';
import type { OwnRecipe } from './signature/own-recipe.ts';
import type { RecipeInput } from './signature/recipe.ts';
import type { SchemeInfo } from './signature/scheme-info.ts';
import type { Verdict, VerdictEvidence } from './signature/verdict.ts';
import type { TunnelCapabilities, TunnelStatus } from './tunnel.ts';
import type { CodeLanguage, VerificationCode } from './verification-code/code-language.ts';
import type { ContentCoding, DecodedBody } from './view/content-coding.ts';

/**
 * All that may cross between the engine and a screen. Plain data only: what `structuredClone` and MessagePack carry
 * (no classes, no functions, `Uint8Array` for bytes). An expected failure is a value; a rejected call is a bug.
 */
export interface Commands {
  'app.state': (input: null) => AppState;

  'captures.list': (input: CaptureListRequest) => CaptureListPage;
  'captures.get': (input: { id: CaptureId }) => Result<CaptureDetail, Failure>;
  /** A slice of the stored bytes. `part` names whose: the content, every byte as received, or our reply's body. */
  'captures.bytes': (input: {
    id: CaptureId;
    part: 'body' | 'raw' | 'reply';
    offset: number;
    maxBytes: number;
  }) => Result<BytesSlice, Failure>;
  /** Judges one stored capture now, with everything the verdict rests on. `scheme` null: pinned or detected. */
  'captures.explain': (input: { id: CaptureId; scheme: string | null }) => Result<ExplainedVerdict, Failure>;
  /**
   * Why its signature fails under a scheme (null: the one `captures.explain` takes). `run` is a name of the caller's own, by
   * which `signatures.cancel` finds the search; a second search of the same name takes the place of the first. `longer`: two
   * seconds instead of what a body of its size is worth, where that was not enough.
   */
  'captures.diagnose': (input: {
    run: string;
    id: CaptureId;
    scheme: string | null;
    longer?: boolean;
  }) => Result<DiagnosisReport, Failure>;
  /** A request to edit, made from a capture: its method, headers and body, towards the default target. */
  'captures.draft': (input: { id: CaptureId; target: string; resign: boolean }) => Result<Draft, Failure>;
  /** Hides all captures of the filter. They can be brought back with the token until the next clear or a restart. */
  'captures.clear': (input: { filter: CaptureFilter }) => Result<{ token: string; count: number }, Failure>;
  'captures.restore': (input: { token: string }) => Result<{ count: number }, Failure>;

  /** A body's content codings undone for a view, in the order the sender applied them, within the bounds of `content-coding.ts`. */
  'bodies.decode': (input: {
    bytes: Uint8Array;
    codings: readonly ContentCoding[];
    /** The bytes are only the beginning of the body. */
    incomplete: boolean;
  }) => Result<DecodedBody, Failure>;

  /**
   * Judges and diagnoses a request that is nowhere stored. `scheme` null: detected. `nowMs` null: judged at this moment.
   * `longer`: as for `captures.diagnose`.
   */
  'signatures.check': (input: {
    run: string;
    request: CheckedRequest;
    scheme: string | null;
    secrets: readonly GivenSecret[];
    nowMs: number | null;
    longer?: boolean;
  }) => Result<CheckOutcome, Failure>;
  /** Searches the recipe that signs all the requests. `url`: the one they were sent to, instead of what is known of each. */
  'signatures.discover': (input: {
    run: string;
    requests: readonly GivenRequest[];
    secret: GivenSecret;
    url: string | null;
    /** Whether recipes are searched even where a scheme of the catalogue signs the same way. */
    ignoreCatalogue: boolean;
  }) => Result<DiscoveryReport, Failure>;
  /** Ends the search of that name, whose call then answers `cancelled`. Nothing happens where there is none. */
  'signatures.cancel': (input: { run: string }) => void;

  /**
   * Asks a handler every question of the audit. `run` is a name of the caller's own, by which the others find it; an audit under
   * way of the same name is cancelled. Bodies over 64 KiB are cut in the report. Failures before anything was sent (an
   * unconfirmed target, a secret that cannot sign), and a target that nobody answers at.
   */
  'audits.run': (input: AuditOrder) => Result<AuditReport, Failure>;
  /** Ends it after the request under way; its call then answers with what is known so far. */
  'audits.cancel': (input: { run: string }) => void;
  /** One request of a check as it was sent, whole, to open and to send again. `index` among the check's exchanges. */
  'audits.draft': (input: { run: string; check: CheckId; index: number }) => Result<Draft, Failure>;
  /** The report of an audit that ended as a file's text, without any secret. Of the last few audits only. */
  'audits.export': (input: {
    run: string;
    format: AuditFileFormat;
  }) => Result<{ fileName: string; text: string }, Failure>;

  'schemes.list': (input: null) => readonly SchemeInfo[];
  /** Source text that verifies a scheme, for the user's own project. */
  'schemes.code': (input: { scheme: string; language: CodeLanguage }) => Result<VerificationCode, Failure>;
  'templates.list': (input: null) => readonly ForgeTemplate[];

  /** The schemes the user wrote as recipes. `schemes.list` has them too. */
  'recipes.list': (input: null) => readonly OwnRecipe[];
  /** `id` null: a new one. Captures it may concern are judged again. */
  'recipes.save': (input: { id: string | null; name: string; recipe: RecipeInput }) => Result<OwnRecipe, Failure>;
  /** A file of schemes (`own-recipe-file.ts`): all of them are added, or none. */
  'recipes.import': (input: { text: string }) => Result<readonly OwnRecipe[], Failure>;
  /** Endpoints pinned to it detect the scheme again. */
  'recipes.delete': (input: { id: string }) => Result<void, Failure>;

  'endpoints.create': (input: { name: string; path: string }) => Result<Endpoint, Failure>;
  'endpoints.update': (input: {
    id: string;
    name?: string;
    path?: string;
    scheme?: string | null;
    publicUrl?: string | null;
    reply?: EndpointReply;
    replying?: ReplySettings;
  }) => Result<Endpoint, Failure>;
  /** Its captures stay and move to the catch-all; its secrets are deleted. */
  'endpoints.delete': (input: { id: string }) => Result<void, Failure>;
  /**
   * Fetches the URL by which a captured request asks to be confirmed (AWS SNS), after the user said so: only from the hosts that
   * the provider itself confirms at.
   */
  'endpoints.confirmSubscription': (input: { captureId: CaptureId }) => Result<void, Failure>;

  'secrets.add': (input: {
    endpointId: string;
    label: string;
    scheme: string | null;
    value: string;
    /** ms since the epoch; absent or null: without that bound. */
    validFrom?: number | null;
    validUntil?: number | null;
  }) => Result<SecretInfo, Failure>;
  'secrets.update': (input: {
    id: string;
    label?: string;
    scheme?: string | null;
    value?: string;
    validFrom?: number | null;
    validUntil?: number | null;
  }) => Result<SecretInfo, Failure>;
  'secrets.delete': (input: { id: string }) => Result<void, Failure>;
  /** The one command that returns a secret, to the local user who asked to see it. */
  'secrets.reveal': (input: { id: string }) => Result<{ value: string }, Failure>;

  /** Where the key that a capture's signature names can be had by anybody; null: nowhere, or there is no such capture. */
  'keys.place': (input: { captureId: CaptureId; scheme: string }) => KeyPlace | null;
  /** Fetches it, now and by itself from that host from now on; captures it concerns are judged again. */
  'keys.fetch': (input: { captureId: CaptureId; scheme: string }) => Result<KeyPlace, Failure>;
  /** Makes a pair to forge with: its private half becomes a secret of the endpoint and is not in the answer. */
  'keys.newPair': (input: {
    endpointId: string;
    scheme: string;
    label: string;
    /** What stands before the key where the scheme has it so (`KeyPairInfo.identifier`). */
    identifier: string | null;
  }) => Result<{ secret: SecretInfo; publicHalf: PublicHalf }, Failure>;
  /** Of a stored key pair, to give to a handler. */
  'keys.publicHalf': (input: { secretId: string }) => Result<PublicHalf, Failure>;

  'tunnel.start': (input: null) => Result<void, Failure>;
  'tunnel.stop': (input: null) => Result<void, Failure>;
  /** Gives the old name up and registers a new one. */
  'tunnel.rename': (input: { name: string }) => Result<void, Failure>;

  /** Sends a capture byte for byte, or with a fresh timestamp and signature. */
  'send.replay': (input: {
    captureId: CaptureId;
    url: string;
    /** null: exactly as captured. */
    signing: Signing | null;
  }) => Result<AttemptDetail, Failure>;
  'send.draft': (input: { draft: Draft; origin: AttemptOrigin }) => Result<AttemptDetail, Failure>;
  /** Remembers that the user wants to send to this origin (`https://example.com`), which is not this machine. */
  'send.confirmTarget': (input: { origin: string }) => Result<void, Failure>;
  /** The draft with its signature as it would be sent now: for the preview and for copying as curl. */
  'drafts.sign': (input: { draft: Draft }) => Result<Draft, Failure>;

  /**
   * Delivers a draft as a provider would: attempt after attempt by the policy, its waits divided by `speed`. Answers when the
   * first attempt begins. `scheme`: whose delivery id a new one takes the place of; null: no provider in particular.
   */
  'deliveries.start': (input: {
    draft: Draft;
    scheme: string | null;
    policy: DeliveryPolicy;
    speed: Speed;
  }) => Result<DeliveryRun, Failure>;
  'deliveries.cancel': (input: { id: string }) => void;
  /** Those under way and the last that ended, newest first. They end with the engine. */
  'deliveries.list': (input: null) => readonly DeliveryRun[];
  /** Sends a draft many times at once; one burst at a time. Answers when it begins. */
  'bursts.start': (input: { draft: Draft; scheme: string | null; plan: BurstPlan }) => Result<Burst, Failure>;
  'bursts.cancel': (input: { id: string }) => void;
  /** The one under way and the stored summaries of the last ones, newest first. */
  'bursts.list': (input: null) => readonly Burst[];

  /** What waits for the targets of forwards: every target's summary, and of each the first `limit` in their order. */
  'queue.list': (input: { limit: number }) => QueuePage;
  /** Tries what waits at once, and what has stopped again; `target` null: everywhere. Answers how many that is. */
  'queue.deliverNow': (input: { target: QueueTargetKey | null }) => Result<{ count: number }, Failure>;
  /** Gives deliveries up for good. A try that is under way is not called back. */
  'queue.drop': (
    input: { deliveries: readonly QueueKey[] } | { target: QueueTargetKey },
  ) => Result<{ count: number }, Failure>;

  'attempts.list': (input: { captureId: CaptureId | null; limit: number }) => readonly AttemptSummary[];
  'attempts.get': (input: { id: number }) => Result<AttemptDetail, Failure>;
  'attempts.bytes': (input: {
    id: number;
    part: 'request' | 'reply';
    offset: number;
    maxBytes: number;
  }) => Result<BytesSlice, Failure>;
  'attempts.draft': (input: { id: number }) => Result<Draft, Failure>;

  'collections.list': (input: null) => readonly CollectionEntry[];
  'collections.create': (input: { name: string }) => Result<{ id: string }, Failure>;
  'collections.rename': (input: { id: string; name: string }) => Result<void, Failure>;
  'collections.delete': (input: { id: string }) => Result<void, Failure>;
  'collections.item': (input: { id: string; itemId: string }) => Result<Draft, Failure>;
  'collections.saveItem': (input: {
    id: string;
    /** null: a new item. */
    itemId: string | null;
    name: string;
    draft: Draft;
  }) => Result<{ itemId: string }, Failure>;
  'collections.deleteItem': (input: { id: string; itemId: string }) => Result<void, Failure>;
  /**
   * The file's text. Unless asked for, the values of headers and query parameters that carry credentials or signatures
   * are replaced by `[redacted]`; stored secrets are never in it.
   */
  'collections.export': (input: {
    id: string;
    includeSensitive: boolean;
  }) => Result<{ fileName: string; text: string }, Failure>;
  'collections.import': (input: { text: string }) => Result<{ id: string; items: number }, Failure>;

  'settings.update': (input: { patch: SettingsPatch }) => Result<Settings, Failure>;
  'notices.dismiss': (input: { id: string }) => void;
  /**
   * Forgets what is told of salvages: what came of those that are done, or one that cannot go on, which is given up; what is told next
   * comes with `salvage.changed`.
   */
  'salvage.dismiss': (input: null) => Result<void, Failure>;
  /** An exception that met the renderer's error boundary, for the log. Never holds captured content. */
  'log.rendererError': (input: { pane: string; name: string; stack: string }) => void;
}

export interface Events {
  /** New or changed rows, batched to about one message a frame. Rows are idempotent by id. */
  'captures.changed': { readonly rows: readonly CaptureSummary[] };
  /** Rows that are gone (cleared, or past the history's bounds); `all`: the screen should list again. */
  'captures.removed': { readonly ids: readonly CaptureId[] } | { readonly all: true };
  'attempts.added': { readonly row: AttemptSummary };
  'deliveries.changed': { readonly run: DeliveryRun };
  /** At the start, at most ten a second, and at the end. */
  'bursts.changed': { readonly burst: Burst };
  /** Of every target for which something waits, at most ten times a second; a target for which nothing does is absent. */
  'queue.changed': { readonly targets: readonly QueuedTarget[] };
  'listener.changed': ListenerState;
  /** Only when a count has changed, at most once a second. */
  'listener.counted': ListenerCounters;
  'tunnel.changed': TunnelStatus;
  'endpoints.changed': { readonly endpoints: readonly Endpoint[] };
  /** One of an endpoint's rules answered. */
  'rules.counted': { readonly endpointId: string; readonly hits: RuleHits };
  'secrets.changed': { readonly secrets: readonly SecretInfo[] };
  /** A try to fetch a provider's key from this host ended. */
  'keys.changed': { readonly host: string };
  'settings.changed': Settings;
  'schemes.changed': { readonly schemes: readonly SchemeInfo[] };
  'collections.changed': { readonly entries: readonly CollectionEntry[] };
  'notices.changed': { readonly notices: readonly Notice[] };
  /** A few times a second at most while captures are brought over. */
  'salvage.changed': { readonly salvage: SalvageState | null };
  /** A request was sent, or a check is done. */
  'audits.progress': AuditProgress;
  /** A change of a secret or a pinned scheme is being applied to stored captures. `done === total`: finished. */
  /** Captures that the search index still has to come to, where they are many; 0: it is there. */
  'indexing.progress': { readonly left: number };
  'judging.progress': { readonly endpointId: string; readonly done: number; readonly total: number };
}

/** What a screen needs before anything else. It subscribes, then asks. */
export interface AppState {
  readonly version: string;
  readonly host: 'electron' | 'web' | 'cli';
  readonly dataDir: string;
  readonly listener: ListenerState;
  readonly listenerCounters: ListenerCounters;
  readonly tunnel: TunnelStatus;
  readonly tunnelProviders: readonly TunnelCapabilities[];
  readonly endpoints: readonly Endpoint[];
  /** By the endpoint's id; an endpoint none of whose rules answered is absent. */
  readonly ruleHits: Readonly<Record<string, RuleHits>>;
  readonly secrets: readonly SecretInfo[];
  readonly settings: Settings;
  readonly notices: readonly Notice[];
  /** What is brought over from a damaged history; null: nothing, or it was dismissed. */
  readonly salvage: SalvageState | null;
  /** How new secrets are protected at rest, in the user's words. */
  readonly secretProtection: string;
}

/** Something that went wrong outside any call, shown until it is dismissed or over. */
export interface Notice {
  readonly id: string;
  readonly at: number;
  readonly failure: Failure;
}

export interface CaptureListRequest {
  readonly filter: CaptureFilter;
  /** Only rows older than this id (newest first); null: from the newest. */
  readonly before: CaptureId | null;
  /** Only rows newer than this id. */
  readonly after?: CaptureId;
  /** 1 to 500. */
  readonly limit: number;
  /**
   * How long to look for what no index finds, in ms (10 to 10,000); without it, until the page is full or the end is reached.
   * Whoever asks again goes on, whoever does not has ended the search: nothing else has to be cancelled.
   */
  readonly withinMs?: number;
}

export interface CaptureListPage {
  /** Newest first. */
  readonly rows: readonly CaptureSummary[];
  /** Whether older rows match too. */
  readonly more: boolean;
  /** All captures in the history, whatever the filter. */
  readonly total: number;
  /** The time was over first: everything down to this id was looked at. The search goes on with it as `before`. */
  readonly searchedTo?: CaptureId;
}

export interface BytesSlice {
  readonly bytes: Uint8Array;
  readonly offset: number;
  /** Length of the whole. */
  readonly totalBytes: number;
}

export interface ExplainedVerdict {
  readonly verdict: Verdict;
  /** null when there was nothing to compute. */
  readonly evidence: VerdictEvidence | null;
  /** Every scheme that fits the request, most specific first. */
  readonly candidates: readonly string[];
  /** What the provider's own libraries would make of the request otherwise than the verdict, one sentence each. */
  readonly sdkDifferences: readonly string[];
}

/** A request as it was pasted or typed. */
export interface CheckedRequest {
  readonly method: string;
  /** The complete URL it was sent to; its path and query alone where the host is not known. A byte string, or as it was typed. */
  readonly url: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
}

export type GivenRequest =
  | { readonly kind: 'capture'; readonly id: CaptureId }
  | { readonly kind: 'pasted'; readonly request: CheckedRequest };

export type GivenSecret =
  | { readonly kind: 'pasted'; readonly value: string }
  | { readonly kind: 'stored'; readonly id: string };

export interface CheckOutcome {
  readonly explained: ExplainedVerdict;
  /** Empty unless the verdict failed. Pasted secrets go by the id `pasted-N`, N from 1 in the order given. */
  readonly report: DiagnosisReport;
}

export type CommandName = keyof Commands;
export type EventName = keyof Events;
export type Input<K extends CommandName> = Parameters<Commands[K]>[0];
export type Output<K extends CommandName> = ReturnType<Commands[K]>;

/** One function a command. A missing handler does not compile. */
export type Handlers = { readonly [K in CommandName]: (input: Input<K>) => Output<K> | Promise<Output<K>> };

/** How a screen reaches the engine, whatever the host. */
export interface Bridge {
  call<K extends CommandName>(name: K, input: Input<K>): Promise<Output<K>>;
  /** Returns the unsubscription. */
  on<K extends EventName>(name: K, listener: (event: Events[K]) => void): () => void;
}
