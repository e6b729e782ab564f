import { lazy, Suspense, useState } from 'react';
import type { TextLanguage } from '../../../core/view/render-body.ts';
import { Button, formatBytes } from '../ui/index.ts';
import type { TextAssist } from './text-assist.ts';
import './editor.css';

const MonacoText = lazy(() => import('./MonacoText.tsx'));
const AssistedText = lazy(() => import('./AssistedText.tsx'));

/** The beginning of a long text; each "Show more" takes eight times as much. */
const FIRST_CHARS = 256 * 1024;
const MORE_FACTOR = 8;

/** Enough to fill any pane while Monaco is on its way. */
const FALLBACK_CHARS = 8 * 1024;

export interface TextViewProps {
  readonly text: string;
  readonly language: TextLanguage;
  /** What it is, read out: "Body". */
  readonly label: string;
}

export interface LongTextProps extends TextViewProps {
  /** Whose text it is: as more of it is read it stays as long as it was, and another one begins anew. */
  readonly of: string;
  /** What has not been read of it yet; null: it is all here. */
  readonly unread: { readonly words: string; readonly onMore: () => void } | null;
}

/** Captured text, read-only. Long texts begin with their first 256 KiB; what is read is shown to its end before more is read. */
export function TextView({ text, language, label, of, unread }: LongTextProps) {
  const [limits, setLimits] = useState({ of, chars: FIRST_CHARS });
  const chars = limits.of === of ? limits.chars : FIRST_CHARS;
  const isCut = text.length > chars;
  const shown = isCut ? text.slice(0, chars) : text;
  // While more is unread its length is neither that of the body nor that of the text in the end.
  const whole = unread === null ? `${formatBytes(text.length)} of text` : 'the text';
  return (
    <div className="text-view">
      <Suspense fallback={<PlainText text={shown} label={label} />}>
        <MonacoText text={shown} language={language} label={label} />
      </Suspense>
      {isCut || unread !== null ? (
        <div className="text-view-more">
          <span>
            {isCut ? `The first ${formatBytes(chars)} of ${whole}. ` : ''}
            {unread?.words}
          </span>
          <Button
            size="small"
            onPress={isCut ? () => setLimits({ of, chars: chars * MORE_FACTOR }) : () => unread?.onMore()}
          >
            Show more
          </Button>
        </div>
      ) : null}
    </div>
  );
}

export interface TextEditorProps extends TextViewProps {
  readonly onChange: (text: string) => void;
  readonly onSubmit?: () => void;
  /** Completion, hovers and marks. The same object as long as the editor is there. */
  readonly assist?: TextAssist;
}

/** Text to edit. `text` is taken over when it changes from outside. */
export function TextEditor({ assist, ...editor }: TextEditorProps) {
  const { text, label } = editor;
  return (
    <div className="text-view">
      <Suspense fallback={<PlainText text={text} label={label} />}>
        {assist === undefined ? <MonacoText {...editor} /> : <AssistedText {...editor} assist={assist} />}
      </Suspense>
    </div>
  );
}

function PlainText({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <section className="text-view-plain" aria-label={label}>
      <pre dir="ltr">{text.slice(0, FALLBACK_CHARS)}</pre>
    </section>
  );
}
