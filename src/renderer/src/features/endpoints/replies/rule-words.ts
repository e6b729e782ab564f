import type { ReplyRule, RuleAction, RuleConditions, TextTest } from '../../../../../core/reply/reply-settings.ts';
import { formatCount, formatDuration } from '../../../ui/index.ts';

const tests: Record<TextTest['how'], string> = {
  equals: 'is',
  'begins-with': 'begins with',
  contains: 'contains',
  glob: 'matches',
};

/** When a rule holds, one condition each; empty: always. */
function conditionWords({ method, path, header, json, verdict }: RuleConditions): readonly string[] {
  const isPresent = header?.test.how === 'contains' && header.test.text === '';
  return [
    method,
    path === null ? null : `path ${tests[path.how]} ${path.text}`,
    header === null
      ? null
      : isPresent
        ? `${header.name} is there`
        : `${header.name} ${tests[header.test.how]} ${header.test.text}`,
    json === null ? null : `${json.path} is ${json.equals === '' ? 'empty' : json.equals}`,
    verdict === null ? null : { verified: 'verified', failed: 'signature failed', unchecked: 'not checked' }[verdict],
  ].filter((words) => words !== null);
}

/** The conditions in one line. */
export function whenWords(when: RuleConditions): string {
  const words = conditionWords(when);
  return words.length === 0 ? 'any request' : words.join(', ');
}

/** What the sender gets: `503 after 35 s`. */
export function actionWords(action: RuleAction): string {
  switch (action.kind) {
    case 'reject-failed':
      return '401 when the signature fails';
    case 'reset':
      return `connection reset${after(action.delayMs)}`;
    case 'reply':
      return `${action.status}${after(action.delayMs)}${
        action.bytesPerSecond === null ? '' : ` at ${formatCount(action.bytesPerSecond)} B/s`
      }`;
  }
}

function after(delayMs: number): string {
  return delayMs === 0 ? '' : ` after ${formatDuration(delayMs)}`;
}

/** What a rule without a name of its own is called. */
export function suggestedName({ when, action }: Pick<ReplyRule, 'when' | 'action'>): string {
  const [first] = conditionWords(when);
  const words = `${first === undefined ? '' : `${first}: `}${actionWords(action)}`;
  return words.length > MAX_SUGGESTED ? `${words.slice(0, MAX_SUGGESTED - 1)}…` : words;
}

const MAX_SUGGESTED = 80;

export function hitWords(hits: number): string {
  if (hits === 0) return 'not matched yet';
  return hits === 1 ? 'matched once' : `matched ${formatCount(hits)} times`;
}
