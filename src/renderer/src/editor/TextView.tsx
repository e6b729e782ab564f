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

/** Captured text, read-only. Long texts begin with their first 256 KiB. */
export function TextView({ text, language, label }: TextViewProps) {
  const [limits, setLimits] = useState({ text, chars: FIRST_CHARS });
  const chars = limits.text === text ? limits.chars : FIRST_CHARS;
  const shown = text.length > chars ? text.slice(0, chars) : text;
  return (
    <div className="text-view">
      <Suspense fallback={<PlainText text={shown} label={label} />}>
        <MonacoText text={shown} language={language} label={label} />
      </Suspense>
      {shown.length < text.length ? (
        <div className="text-view-more">
          <span>
            The first {formatBytes(shown.length)} of {formatBytes(text.length)} of text.
          </span>
          <Button size="small" onPress={() => setLimits({ text, chars: chars * MORE_FACTOR })}>
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
