import { decodingWords } from '../../../core/view/content-coding.ts';
import type { RenderOutcome } from '../../../core/view/render-body.ts';
import { Button, ErrorState, formatBytes, InlineNotice } from '../ui/index.ts';
import { kindName } from './body-facts.ts';
import type { Decoded } from './use-decoded.ts';

export interface BodyNotesProps {
  readonly outcome: RenderOutcome | null;
  /** Why the wanted view was stopped. */
  readonly stopped: string | null;
  /** Why the codings of the body are not undone. */
  readonly codings: string | null;
  readonly decoded: Decoded | null;
  /** Back to the guessed view. */
  readonly onGuess: () => void;
}

/** What has to be said about a view before it is believed. */
export function BodyNotes({ outcome, stopped, codings, decoded, onGuess }: BodyNotesProps) {
  const body = decoded?.body ?? null;
  const problem = body === null ? null : decodingWords(body);
  return (
    <>
      {stopped === null ? null : <InlineNotice tone="warn">{stopped}</InlineNotice>}
      {codings === null ? null : <InlineNotice tone="warn">{codings}</InlineNotice>}
      {decoded?.failure == null ? null : <ErrorState failure={decoded.failure} />}
      {outcome?.outcome === 'failed' ? (
        <InlineNotice
          tone="fail"
          actions={
            <Button size="small" onPress={onGuess}>
              Back to Auto
            </Button>
          }
        >
          This body is not {kindName(outcome.kind)}: {outcome.problem}.
        </InlineNotice>
      ) : null}
      {outcome?.outcome === 'shown' && outcome.note !== null ? <InlineNotice>{outcome.note}</InlineNotice> : null}
      {problem === null ? null : <InlineNotice tone="warn">{problem}</InlineNotice>}
      {body?.cut === true ? (
        <InlineNotice tone="warn">The decoded view is cut at {formatBytes(body.bytes.length)}.</InlineNotice>
      ) : null}
    </>
  );
}
