import { Download } from 'lucide-react';
import { useState } from 'react';
import { firstHeader, type HeaderList } from '../../../core/http/headers.ts';
import type { ViewKind } from '../../../core/view/choose-view.ts';
import { contentCodings, unknownCodingWords } from '../../../core/view/content-coding.ts';
import { type LongTextProps, TextView } from '../editor/index.ts';
import { useToasts } from '../store/context.tsx';
import {
  Button,
  CopyButton,
  classNames,
  ErrorState,
  formatBytes,
  IconButton,
  Select,
  Spinner,
  visibleByteString,
} from '../ui/index.ts';
import type { ViewAnswer, ViewJob } from '../view-worker/job.ts';
import { openBodyWorker } from '../view-worker/view-worker.ts';
import { BodyNotes } from './BodyNotes.tsx';
import { bodyFacts, KINDS, kindName, type Mode, shownContent } from './body-facts.ts';
import type { ByteSource } from './byte-source.ts';
import { downloadSource } from './download.ts';
import { FormTable } from './FormTable.tsx';
import { HexView } from './HexView.tsx';
import { MultipartList } from './MultipartList.tsx';
import { Segmented } from './Segmented.tsx';
import { readableBytes, useDecoded } from './use-decoded.ts';
import { usePrefix } from './use-prefix.ts';
import { useView } from './use-view.ts';
import './BodyPane.css';

/** Loaded at once; more only when asked for, so that a body of hundreds of megabytes opens like a small one. */
const FIRST_BYTES = 2 * 1024 * 1024;
const MORE_FACTOR = 8;

export interface BodyPaneProps {
  readonly source: ByteSource;
  /** Of the message: Content-Type and Content-Encoding say how to read the bytes. */
  readonly headers: HeaderList;
  /** What it is, read out: "Body". */
  readonly label: string;
  /** A safe file name for the download. */
  readonly fileName: string;
  /** The bytes are not all that was meant to be there. */
  readonly incomplete?: boolean;
  /** Inside another body: no multipart in multipart in multipart. */
  readonly nested?: boolean;
  /** Instead of "No body". */
  readonly emptyText?: string;
}

/** A body as Pretty, Raw or Hex. Stays mounted from one body to the next, so that Monaco and the worker do too. */
export function BodyPane({
  source,
  headers,
  label,
  fileName,
  incomplete = false,
  nested = false,
  emptyText,
}: BodyPaneProps) {
  const [mode, setMode] = useState<Mode>('pretty');
  const [choice, setChoice] = useState<{ key: string; kind: ViewKind } | null>(null);
  const [limit, setLimit] = useState({ key: source.key, bytes: FIRST_BYTES });
  const kind = choice?.key === source.key ? choice.kind : null;
  const wanted = limit.key === source.key ? limit.bytes : FIRST_BYTES;
  const prefix = usePrefix(source, wanted);
  const contentType = firstHeader(headers, 'content-type') ?? null;
  const { codings, unknown } = contentCodings(headers);

  const ready = prefix?.key === source.key && prefix.failure === null ? prefix : null;
  const cut = ready !== null && ready.bytes.length < ready.totalBytes;
  const bytesKey = `${source.key} ${ready?.bytes.length ?? 'none'} ${codings.join()}`;
  const decoded = useDecoded(bytesKey, ready?.bytes ?? null, codings, cut || incomplete);
  const readable = ready === null ? null : readableBytes(ready.bytes, cut || incomplete, codings, unknown, decoded);
  const job: ViewJob | null =
    readable === null ? null : { ...readable, contentType: readable.isAsSaid ? contentType : null, kind };
  const jobKey = `${bytesKey} ${readable === null ? 'none' : 'there'} ${kind ?? 'guess'} ${contentType ?? ''}`;
  const view = useView(openBodyWorker, jobKey, job);

  if (source.totalBytes === 0) return <p className="body-empty">{emptyText ?? 'No body.'}</p>;
  if (prefix?.key === source.key && prefix.failure !== null) {
    return <ErrorState failure={prefix.failure} onRetry={() => setLimit({ key: source.key, bytes: wanted + 1 })} />;
  }
  const answer = view?.result.kind === 'answer' ? view.result.answer : null;
  const stopped = view?.result.kind === 'stopped' ? view.result.words : (view?.result.stopped ?? null);
  const current = view?.key === jobKey;
  const bytesOnly = mode === 'hex' || (current && shownContent(answer, mode)?.kind === 'binary');
  const unread = cut
    ? {
        words: `Read so far: ${formatBytes(ready.bytes.length)} of ${formatBytes(ready.totalBytes)}.`,
        onMore: () => setLimit({ key: source.key, bytes: ready.bytes.length * MORE_FACTOR }),
      }
    : null;
  const facts = bodyFacts({ source, answer, mode, codings, decoded: decoded?.body ?? null });

  return (
    <div className={classNames('body-pane', !current && mode !== 'hex' && 'body-pane-busy')} aria-busy={!current}>
      <div className="body-bar">
        <Segmented
          label={`View of the ${label.toLowerCase()}`}
          value={mode}
          onChange={setMode}
          options={[
            { id: 'pretty', label: 'Pretty' },
            { id: 'raw', label: 'Raw' },
            { id: 'hex', label: 'Hex' },
          ]}
        />
        {mode === 'pretty' ? (
          <Select
            label="Shown as"
            hideLabel
            size="small"
            className="body-kind"
            value={kind ?? 'guess'}
            onChange={(id) =>
              setChoice(
                id === 'guess' ? null : { key: source.key, kind: KINDS.find((each) => each.id === id)?.id ?? 'text' },
              )
            }
            options={[
              { id: 'guess', label: `Auto${guessed(answer, kind)}` },
              ...KINDS.filter((each) => !nested || each.id !== 'multipart'),
            ]}
          />
        ) : null}
        <span className="body-facts" title={facts}>
          {facts}
        </span>
        {answer !== null && mode !== 'hex' ? (
          <CopyButton
            text={() => Promise.resolve(copied(answer, mode))}
            label={`Copy the ${label.toLowerCase()} as shown`}
          />
        ) : null}
        <DownloadButton source={source} fileName={fileName} label={label} />
      </div>
      {mode === 'hex' ? null : (
        <BodyNotes
          outcome={answer?.outcome ?? null}
          stopped={stopped}
          codings={unknown === null ? null : unknownCodingWords(unknown, visibleByteString)}
          decoded={decoded}
          onGuess={() => setChoice(null)}
        />
      )}
      <div className="body-content">
        {bytesOnly ? (
          <HexView source={source} />
        ) : answer === null ? (
          stopped === null ? (
            <LateSpinner />
          ) : null
        ) : (
          <Content
            answer={answer}
            mode={mode}
            label={label}
            bytes={current ? readable?.bytes : undefined}
            sourceKey={source.key}
            nested={nested}
            unread={unread}
          />
        )}
      </div>
      {unread !== null && !bytesOnly && shownContent(answer, mode)?.kind !== 'text' ? (
        <div className="body-more">
          <span>{unread.words}</span>
          <Button size="small" onPress={unread.onMore}>
            Show more
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function LateSpinner() {
  return (
    <div className="body-wait">
      <Spinner label="Reading…" />
    </div>
  );
}

interface ContentProps {
  readonly answer: ViewAnswer;
  readonly mode: Mode;
  readonly label: string;
  /** What the answer was made of; undefined: another body's are here already. */
  readonly bytes: Uint8Array | undefined;
  readonly sourceKey: string;
  readonly nested: boolean;
  /** A text says itself what of it is shown, so that one line has all there is to say. */
  readonly unread: LongTextProps['unread'];
}

function Content({ answer, mode, label, bytes, sourceKey, nested, unread }: ContentProps) {
  const content = shownContent(answer, mode);
  if (content === null) return null;
  switch (content.kind) {
    case 'text':
      return (
        <TextView
          text={content.text}
          language={content.language}
          label={label}
          of={`${sourceKey} ${mode}`}
          unread={unread}
        />
      );
    case 'form':
      return <FormTable form={content.form} />;
    case 'multipart':
      if (nested || bytes === undefined) return null;
      return <MultipartList multipart={content.multipart} bytes={bytes} sourceKey={sourceKey} />;
    default:
      return <p className="body-empty">Nothing is left of it after decoding.</p>;
  }
}

function guessed(answer: ViewAnswer | null, kind: ViewKind | null): string {
  if (kind !== null || answer?.outcome.outcome !== 'shown') return '';
  return `: ${kindName(answer.outcome.shown)}`;
}

function copied(answer: ViewAnswer, mode: Mode): string | null {
  const content = shownContent(answer, mode);
  if (content?.kind === 'text') return content.text;
  return answer.raw.kind === 'text' ? answer.raw.text : null;
}

function DownloadButton({ source, fileName, label }: { source: ByteSource; fileName: string; label: string }) {
  const toasts = useToasts();
  const download = async (): Promise<void> => {
    const done = await downloadSource(source, fileName);
    if (!done.ok) toasts.showFailure(done.failure);
  };
  return (
    <IconButton
      label={`Download the ${label.toLowerCase()}`}
      size="small"
      icon={<Download size={13} />}
      onPress={() => void download()}
    />
  );
}
