import {
  anyRequest,
  MAX_BYTES_PER_SECOND,
  MAX_DELAY_MS,
  MAX_TEMPLATE_CHARS,
  MIN_BYTES_PER_SECOND,
  type ReplyRule,
  type RuleAction,
  type RuleConditions,
  type TextTest,
} from '../../../../../core/reply/reply-settings.ts';
import { headerLines, headersFromLines } from '../header-lines.ts';

/** How a text is compared; `present` asks for the header alone. */
export type HeaderTest = TextTest['how'] | 'present';
export type DelayUnit = 'ms' | 's' | 'min';
export type AnyVerdict = NonNullable<RuleConditions['verdict']> | 'any';

/** A rule as its form holds it: what is typed, right or wrong. An empty condition holds for every request. */
export interface RuleForm {
  readonly name: string;
  readonly method: string;
  readonly pathHow: TextTest['how'];
  readonly path: string;
  readonly headerName: string;
  readonly headerHow: HeaderTest;
  readonly headerText: string;
  readonly jsonPath: string;
  readonly jsonEquals: string;
  readonly verdict: AnyVerdict;
  readonly kind: RuleAction['kind'];
  readonly status: string;
  /** Lines of `Name: value`. */
  readonly headers: string;
  readonly body: string;
  readonly delay: string;
  readonly delayUnit: DelayUnit;
  readonly isSlow: boolean;
  readonly bytesPerSecond: string;
}

export type RuleProblems = Partial<Record<keyof RuleForm, string>>;

const unitMs: Record<DelayUnit, number> = { ms: 1, s: 1000, min: 60_000 };

/** What is wrong in the form, by field; empty: `ruleOf` may be asked. */
export function ruleProblems(form: RuleForm): RuleProblems {
  const problems: { -readonly [K in keyof RuleForm]?: string } = {};
  // RFC 9110, section 5.6.2: methods and header names are tokens.
  const isToken = (text: string): boolean => /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(text);
  if (form.method.trim() !== '' && !isToken(form.method.trim())) problems.method = 'No HTTP method is written so';
  if (form.path !== '' && !form.path.startsWith('/') && form.pathHow !== 'contains' && form.pathHow !== 'glob') {
    problems.path = 'A path begins with /';
  }
  const headerName = form.headerName.trim();
  if (headerName !== '' && !isToken(headerName)) problems.headerName = 'No header is called that';
  if (headerName === '' && form.headerText !== '') problems.headerName = 'Which header?';
  if (form.jsonPath.trim() === '' && form.jsonEquals !== '') problems.jsonPath = 'Where in the body?';
  if (form.kind === 'reject-failed') return problems;
  if (delayMsOf(form) === null) problems.delay = `Enter 0 to ${MAX_DELAY_MS / 1000} seconds`;
  if (form.kind === 'reset') return problems;
  const status = Number(form.status);
  if (!/^\d{3}$/.test(form.status.trim()) || status < 200 || status > 599) {
    problems.status = 'A status is a number from 200 to 599';
  }
  const headers = headersFromLines(form.headers);
  if (typeof headers === 'string') problems.headers = headers;
  if (form.body.length > MAX_TEMPLATE_CHARS) problems.body = `At most ${MAX_TEMPLATE_CHARS / 1024} Ki characters`;
  const pace = Number(form.bytesPerSecond);
  if (
    form.isSlow &&
    !(form.bytesPerSecond.trim() !== '' && pace >= MIN_BYTES_PER_SECOND && pace <= MAX_BYTES_PER_SECOND)
  ) {
    problems.bytesPerSecond = `Enter ${MIN_BYTES_PER_SECOND} to ${MAX_BYTES_PER_SECOND} bytes a second`;
  }
  return problems;
}

/** The rule of a form without problems. */
export function ruleOf(form: RuleForm, { id, isOn }: Pick<ReplyRule, 'id' | 'isOn'>): ReplyRule {
  const when = conditionsOf(form);
  const action = actionOf(form);
  return { id, isOn, name: form.name.trim(), when, action };
}

function conditionsOf(form: RuleForm): RuleConditions {
  const { headerHow, headerText } = form;
  const headerName = form.headerName.trim();
  const jsonPath = form.jsonPath.trim();
  const test: TextTest = headerHow === 'present' ? { how: 'contains', text: '' } : { how: headerHow, text: headerText };
  return {
    method: form.method.trim() || null,
    path: form.path === '' ? null : { how: form.pathHow, text: form.path },
    header: headerName === '' ? null : { name: headerName, test },
    json: jsonPath === '' ? null : { path: jsonPath, equals: form.jsonEquals },
    verdict: form.verdict === 'any' ? null : form.verdict,
  };
}

function actionOf(form: RuleForm): RuleAction {
  if (form.kind === 'reject-failed') return { kind: 'reject-failed' };
  const delayMs = delayMsOf(form) ?? 0;
  if (form.kind === 'reset') return { kind: 'reset', delayMs };
  const headers = headersFromLines(form.headers);
  return {
    kind: 'reply',
    status: Number(form.status),
    headers: typeof headers === 'string' ? [] : headers,
    body: form.body,
    delayMs,
    bytesPerSecond: form.isSlow ? Number(form.bytesPerSecond) : null,
  };
}

/** null: no time, or a longer one than a reply may wait. */
function delayMsOf({ delay, delayUnit }: RuleForm): number | null {
  if (delay.trim() === '') return 0;
  const ms = Math.round(Number(delay) * unitMs[delayUnit]);
  return ms >= 0 && ms <= MAX_DELAY_MS ? ms : null;
}

export const emptyForm: RuleForm = {
  name: '',
  method: '',
  pathHow: 'equals',
  path: '',
  headerName: '',
  headerHow: 'equals',
  headerText: '',
  jsonPath: '',
  jsonEquals: '',
  verdict: 'any',
  kind: 'reply',
  status: '200',
  headers: '',
  body: '',
  delay: '',
  delayUnit: 's',
  isSlow: false,
  bytesPerSecond: '10',
};

export function formOfRule({ name, when, action }: Pick<ReplyRule, 'name' | 'when' | 'action'>): RuleForm {
  const { path, header, json } = when;
  const isPresent = header?.test.how === 'contains' && header.test.text === '';
  return {
    ...emptyForm,
    name,
    method: when.method ?? '',
    ...(path === null ? {} : { pathHow: path.how, path: path.text }),
    ...(header === null
      ? {}
      : { headerName: header.name, headerHow: isPresent ? 'present' : header.test.how, headerText: header.test.text }),
    ...(json === null ? {} : { jsonPath: json.path, jsonEquals: json.equals }),
    verdict: when.verdict ?? 'any',
    kind: action.kind,
    ...('delayMs' in action ? delayFields(action.delayMs) : {}),
    ...(action.kind === 'reply'
      ? {
          status: String(action.status),
          headers: headerLines(action.headers),
          body: action.body,
          isSlow: action.bytesPerSecond !== null,
          bytesPerSecond: String(action.bytesPerSecond ?? emptyForm.bytesPerSecond),
        }
      : {}),
  };
}

/** In the unit that has the fewest digits. */
function delayFields(delayMs: number): Pick<RuleForm, 'delay' | 'delayUnit'> {
  if (delayMs === 0) return { delay: '', delayUnit: 's' };
  if (delayMs % 60_000 === 0) return { delay: String(delayMs / 60_000), delayUnit: 'min' };
  if (delayMs >= 1000) return { delay: String(delayMs / 1000), delayUnit: 's' };
  return { delay: String(delayMs), delayUnit: 'ms' };
}

export interface RulePreset {
  readonly label: string;
  readonly rule: Pick<ReplyRule, 'name' | 'when' | 'action'>;
}

const reply = (status: number, more: Partial<RuleAction & { kind: 'reply' }> = {}): RuleAction => ({
  kind: 'reply',
  status,
  headers: [],
  body: '',
  delayMs: 0,
  bytesPerSecond: null,
  ...more,
});

/** What handlers do that providers have to cope with. */
export const rulePresets: readonly RulePreset[] = [
  preset('Fail with 500', reply(500)),
  preset('Ask to slow down: 429', reply(429, { headers: [['Retry-After', '60']] })),
  preset('Answer after 35 s', reply(200, { delayMs: 35_000 })),
  preset('Answer byte by byte', reply(200, { body: 'received\n', bytesPerSecond: 1 })),
  preset('Reset the connection', { kind: 'reset', delayMs: 0 }),
  preset('401 when the signature fails', { kind: 'reject-failed' }),
];

function preset(name: string, action: RuleAction): RulePreset {
  return { label: name, rule: { name, when: anyRequest, action } };
}
