import { useMemo } from 'react';
import { lossyUtf8Text } from '../../../../../core/bytes.ts';
import type { Endpoint } from '../../../../../core/endpoint.ts';
import { matchingRule } from '../../../../../core/reply/match.ts';
import type { ReplyRule } from '../../../../../core/reply/reply-settings.ts';
import { type FilledReply, fillReply } from '../../../../../core/reply/template.ts';
import { requestParts } from '../../../../../core/signature/request-parts.ts';
import { type LoadedCapture, useSelectedCapture } from '../../../store/selected-capture.ts';
import { HostileText, InlineNotice, middleTruncated, visibleByteString, visibleText } from '../../../ui/index.ts';
import { headerLines } from '../header-lines.ts';
import { actionWords } from './rule-words.ts';

export interface TryOutProps {
  readonly endpoint: Endpoint;
  readonly rules: readonly ReplyRule[];
  /** The rule being edited: the others' bodies are not shown. */
  readonly of?: string;
}

/** What the selected capture would get from these rules, by the function that answers requests. */
export function TryOut({ endpoint, rules, of }: TryOutProps) {
  const selected = useSelectedCapture();
  if (selected.state !== 'loaded' || selected.capture.detail.kind === 'malformed') return null;
  return <Tried endpoint={endpoint} rules={rules} capture={selected.capture} {...(of === undefined ? {} : { of })} />;
}

interface Answer {
  readonly place: number;
  readonly rule: ReplyRule;
  readonly filled: FilledReply | null;
}

function Tried({ endpoint, rules, of, capture }: TryOutProps & { readonly capture: LoadedCapture }) {
  const { detail } = capture;
  const answer = useMemo(() => answerOf(rules, capture), [rules, capture]);
  const request = middleTruncated(visibleByteString(`${detail.method} ${detail.target}`), 48);
  const isOthers = detail.endpointId !== endpoint.id;
  return (
    <section className="try-out" aria-label="Try-out" aria-live="polite">
      <p>
        The selected capture, <HostileText className="mono">{request}</HostileText>
        {isOthers ? ' (of another endpoint)' : ''}, would get{' '}
        {answer === null ? (
          <strong>no rule’s answer</strong>
        ) : (
          <>
            rule {answer.place},{' '}
            <strong>
              {of === answer.rule.id ? 'this one' : `“${answer.rule.name}”`}: {actionWords(answer.rule.action)}
            </strong>
          </>
        )}
        {answer === null ? '. It goes on.' : '.'}
      </p>
      {answer?.filled == null ? null : <Filled filled={answer.filled} />}
    </section>
  );
}

/** Enough to see that the values are the right ones. */
const SHOWN_CHARS = 2000;

function Filled({ filled: { headers, body, missing } }: { readonly filled: FilledReply }) {
  const shown = `${headerLines(headers)}${headers.length === 0 ? '' : '\n\n'}${lossyUtf8Text(body)}`;
  return (
    <>
      {missing.length === 0 ? null : (
        <InlineNotice tone="warn">
          Nothing in this request is called{' '}
          {missing.map((name, index) => (
            <span key={name}>
              {index === 0 ? '' : ', '}
              <code>{visibleText(name)}</code>
            </span>
          ))}
          . It gives empty text.
        </InlineNotice>
      )}
      {shown === '' ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls is reached by keyboard.
        <section className="try-out-reply" tabIndex={0} aria-label="The reply">
          <pre>
            {shown.slice(0, SHOWN_CHARS).split('\n').map(visibleText).join('\n')}
            {shown.length > SHOWN_CHARS ? '…' : ''}
          </pre>
        </section>
      )}
    </>
  );
}

/** null: no rule answers. */
function answerOf(rules: readonly ReplyRule[], { detail, body }: LoadedCapture): Answer | null {
  const { method, target, headers } = detail;
  const parts = requestParts({ method, target, url: null, headers, body });
  const rule = matchingRule(rules, parts, () => detail.verdicts[0]?.status ?? 'unchecked');
  if (rule === null) return null;
  const { action } = rule;
  const filled =
    action.kind === 'reply'
      ? fillReply(action, { parts, nowMs: Date.now(), newUuid: () => crypto.randomUUID() })
      : null;
  return { place: rules.indexOf(rule) + 1, rule, filled };
}
