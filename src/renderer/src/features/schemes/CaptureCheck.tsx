import { KeyRound } from 'lucide-react';
import { useMemo } from 'react';
import { latin1Text } from '../../../../core/bytes.ts';
import type { CaptureDetail } from '../../../../core/capture.ts';
import type { OwnRecipe } from '../../../../core/signature/own-recipe.ts';
import type { Recipe } from '../../../../core/signature/recipe.ts';
import { verdictWords } from '../../../../core/signature/words.ts';
import { useDialogs, useEngine } from '../../store/context.tsx';
import type { LoadedCapture, SelectedCapture } from '../../store/selected-capture.ts';
import {
  Button,
  ErrorState,
  formatBytes,
  formatDuration,
  HostileText,
  middleTruncated,
  Spinner,
  VerdictMark,
  visibleByteString,
} from '../../ui/index.ts';
import { type CaptureReading, readCapture } from './reading.ts';
import { useVerdict } from './verdict.ts';

export interface CaptureCheckProps {
  readonly selected: SelectedCapture;
  readonly recipe: Recipe | null;
  readonly saved: OwnRecipe | null;
  readonly isChanged: boolean;
}

/** What the recipe finds in the selected capture while it is typed, and the engine's verdict once it is saved. */
export function CaptureCheck({ selected, recipe, saved, isChanged }: CaptureCheckProps) {
  return (
    <section className="scheme-panel" aria-label="The selected capture">
      <h4>The selected capture</h4>
      <Content selected={selected} recipe={recipe} saved={saved} isChanged={isChanged} />
    </section>
  );
}

function Content({ selected, recipe, saved, isChanged }: CaptureCheckProps) {
  if (selected.state === 'none') {
    return (
      <p className="field-hint">Send a request of this kind, or select one in the list: it is read here as you type.</p>
    );
  }
  if (selected.state === 'loading') return <Spinner label="Reading it…" />;
  if (selected.state === 'failed') return <ErrorState failure={selected.failure} />;
  const { capture } = selected;
  const { detail } = capture;
  return (
    <>
      <p className="scheme-capture">
        <HostileText className="mono">
          {middleTruncated(visibleByteString(`${detail.method} ${detail.target}`), 60)}
        </HostileText>
      </p>
      {detail.kind === 'malformed' ? (
        <p className="field-hint">It could not be read as HTTP, so no scheme can be tried on it.</p>
      ) : (
        <>
          {recipe === null ? null : <ReadingRows capture={capture} recipe={recipe} />}
          {saved === null || isChanged ? (
            <p className="field-hint">Save the scheme to see the verdict with the endpoint’s secrets.</p>
          ) : (
            <SavedVerdict detail={detail} saved={saved} />
          )}
        </>
      )}
    </>
  );
}

function ReadingRows({ capture, recipe }: { readonly capture: LoadedCapture; readonly recipe: Recipe }) {
  const reading = useMemo(() => readCapture(recipe, capture), [recipe, capture]);
  return (
    <dl className="scheme-reading">
      <div>
        <dt>Signature</dt>
        <dd>
          <Found text={reading.signature} problem={reading.signatureProblem} />
        </dd>
      </div>
      {reading.timestamp === null && reading.timestampProblem === null ? null : (
        <div>
          <dt>Timestamp</dt>
          <dd>
            <Found text={reading.timestamp?.raw ?? null} problem={reading.timestampProblem} />
            {reading.timestamp?.atMs == null ? null : (
              <span className="field-hint"> {ageWords(capture.detail.receivedAt - reading.timestamp.atMs)}</span>
            )}
          </dd>
        </div>
      )}
      {reading.content.length === 0 ? null : (
        <div>
          <dt>Content</dt>
          <dd className="scheme-content mono">
            <Parts parts={reading.content} />
          </dd>
        </div>
      )}
      {reading.contentProblem === null ? null : (
        <div>
          <dt>Content</dt>
          <dd className="scheme-problem">{reading.contentProblem}</dd>
        </div>
      )}
    </dl>
  );
}

function Found({ text, problem }: { readonly text: string | null; readonly problem: string | null }) {
  return (
    <>
      {text === null ? null : (
        <HostileText className="mono">{middleTruncated(visibleByteString(text), 48)}</HostileText>
      )}
      {problem === null ? null : <span className="scheme-problem">{problem}</span>}
    </>
  );
}

function ageWords(ageMs: number): string {
  if (Math.abs(ageMs) < 1000) return 'made as it came';
  return ageMs > 0 ? `${formatDuration(ageMs)} old when it came` : `${formatDuration(-ageMs)} ahead of the clock`;
}

/** Enough of a part to know it by. */
const SHOWN_BYTES = 120;

function Parts({ parts }: { readonly parts: CaptureReading['content'] }) {
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text, replaced as a whole.
    <span key={index} className={`scheme-part scheme-part-${part.role}`} title={part.name ?? part.role}>
      {part.role === 'url'
        ? '‹public URL›'
        : part.role === 'secret'
          ? '‹secret›'
          : visibleByteString(latin1Text(part.bytes.subarray(0, SHOWN_BYTES)))}
      {part.totalBytes > SHOWN_BYTES ? `… ${formatBytes(part.totalBytes)}` : null}
    </span>
  ));
}

function SavedVerdict({ detail, saved }: { readonly detail: CaptureDetail; readonly saved: OwnRecipe }) {
  const result = useVerdict(detail.id, saved);
  const openSecrets = useDialogs((state) => state.openSecrets);
  const endpoint = useEngine((app) => app.endpoints.find((each) => each.id === detail.endpointId));
  if (result === null) return <Spinner label="Judging it…" />;
  if (!result.ok) return <ErrorState failure={result.failure} />;
  const { verdict } = result.value;
  const words = verdictWords(verdict);
  const reason = words.label.replace(/^[^:]*(: )?/, '');
  return (
    <div className="scheme-verdict" role="status">
      <VerdictMark kind={verdict.status} reason={reason === '' ? null : reason} size="heading" />
      <p>
        {words.sentence} <span className="field-hint">{words.hint}</span>
      </p>
      {verdict.reason === 'no-secret' && endpoint !== undefined ? (
        <div>
          <Button size="small" icon={<KeyRound size={13} />} onPress={() => openSecrets(endpoint.id, verdict.scheme)}>
            Add a secret to {endpoint.name}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
