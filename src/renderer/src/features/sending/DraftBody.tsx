import { FileUp } from 'lucide-react';
import { useMemo, useRef } from 'react';
import { strictUtf8Text, utf8Bytes } from '../../../../core/bytes.ts';
import type { Draft } from '../../../../core/draft/draft.ts';
import { firstHeader } from '../../../../core/http/headers.ts';
import { chooseView } from '../../../../core/view/choose-view.ts';
import { jsonProblem, MAX_JSON_DEPTH, prettyJson } from '../../../../core/view/json.ts';
import { HexView, heldBytes } from '../../body/index.ts';
import { TextEditor } from '../../editor/index.ts';
import { Badge, Button, formatBytes } from '../../ui/index.ts';

export interface DraftBodyProps {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

/** A longer text holds an editor up that has to find where each of its lines breaks. */
const MAX_EDITED_BYTES = 4 * 1024 * 1024;

/** The body as text where it is UTF-8 and not too long, else as bytes that stay exactly what they are until they are replaced. */
export function DraftBody({ draft, onChange }: DraftBodyProps) {
  const { body } = draft;
  const text = useMemo(() => (body.length > MAX_EDITED_BYTES ? undefined : strictUtf8Text(body)), [body]);
  const source = useMemo(() => heldBytes(`draft ${body.length}`, body), [body]);
  const setBody = (bytes: Uint8Array) => onChange({ ...draft, body: bytes });
  const kind = chooseView(firstHeader(draft.headers, 'content-type') ?? null, body);
  const language = kind === 'json' || kind === 'xml' ? kind : 'plaintext';
  return (
    <div className="draft-body">
      <div className="draft-body-bar">
        <span>
          {text === undefined
            ? `${body.length > MAX_EDITED_BYTES ? 'Large' : 'Binary'} body, ${formatBytes(body.length)}: replace it from a file.`
            : formatBytes(body.length)}
        </span>
        {text !== undefined && hasMixedLineEnds(text) ? (
          <Badge tone="warn">mixed line ends: an edit makes them alike</Badge>
        ) : null}
        {kind === 'json' && text !== undefined ? (
          <FormatJson text={text} onChange={(next) => setBody(utf8Bytes(next))} />
        ) : null}
        <ReplaceFromFile onChosen={setBody} />
      </div>
      <div className="draft-body-content">
        {text === undefined ? (
          <HexView source={source} />
        ) : (
          <TextEditor
            text={text}
            language={language}
            label="Body to send"
            onChange={(next) => setBody(utf8Bytes(next))}
          />
        )}
      </div>
    </div>
  );
}

/** Monaco keeps one kind of line end a text; a body with several would be changed where nobody edited it. */
export function hasMixedLineEnds(text: string): boolean {
  const kinds = new Set<string>();
  for (const [end] of text.matchAll(/\r\n|\r|\n/g)) {
    kinds.add(end);
    if (kinds.size > 1 || end === '\r') return true;
  }
  return false;
}

function FormatJson({ text, onChange }: { readonly text: string; readonly onChange: (text: string) => void }) {
  const isJson = useMemo(() => jsonProblem(text, MAX_JSON_DEPTH) === null, [text]);
  return (
    <Button
      size="small"
      variant="quiet"
      isDisabled={!isJson}
      onPress={() => {
        const pretty = prettyJson(text);
        if (pretty.ok && pretty.value !== text) onChange(pretty.value);
      }}
    >
      Format JSON
    </Button>
  );
}

function ReplaceFromFile({ onChosen }: { readonly onChosen: (bytes: Uint8Array) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button size="small" variant="quiet" icon={<FileUp size={13} />} onPress={() => input.current?.click()}>
        Replace from file
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="File with the new body"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          // Choosing the same file again must count as a choice.
          event.target.value = '';
          if (file !== undefined) void file.arrayBuffer().then((buffer) => onChosen(new Uint8Array(buffer)));
        }}
      />
    </>
  );
}
