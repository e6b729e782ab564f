import { FileUp } from 'lucide-react';
import { useMemo, useRef } from 'react';
import { strictUtf8Text, utf8Bytes } from '../../../../core/bytes.ts';
import { Button, Field, formatBytes } from '../../ui/index.ts';

export interface BodyFieldProps {
  readonly body: Uint8Array;
  readonly onChange: (body: Uint8Array) => void;
}

/** A text area of more would hold the screen up with every key. */
const MAX_EDITED_BYTES = 256 * 1024;

/** A body as text where a text area can hold it unchanged, else as the bytes it is, until it is replaced. */
export function BodyField({ body, onChange }: BodyFieldProps) {
  const text = useMemo(() => editableText(body), [body]);
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="check-body">
      {text === null ? (
        <div className="field">
          <span className="field-label">Body</span>
          <p className="check-kept">
            {formatBytes(body.length)}, kept byte for byte: {whyKept(body)}.
            <Button size="small" variant="quiet" onPress={() => onChange(new Uint8Array())}>
              Remove
            </Button>
          </p>
        </div>
      ) : (
        <Field label="Body" hint={body.length === 0 ? null : formatBytes(body.length)}>
          {({ id, describedBy }) => (
            <textarea
              id={id}
              aria-describedby={describedBy}
              className="input mono"
              rows={6}
              value={text}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => onChange(utf8Bytes(event.target.value))}
            />
          )}
        </Field>
      )}
      <Button size="small" variant="quiet" icon={<FileUp size={13} />} onPress={() => input.current?.click()}>
        From file…
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="File with the body"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          // Choosing the same file again must count as a choice.
          event.target.value = '';
          if (file !== undefined) void file.arrayBuffer().then((buffer) => onChange(new Uint8Array(buffer)));
        }}
      />
    </div>
  );
}

/** null: a text area would change it. It makes line ends alike, and has no bytes that are not UTF-8. */
function editableText(body: Uint8Array): string | null {
  if (body.length > MAX_EDITED_BYTES) return null;
  const text = strictUtf8Text(body);
  return text === undefined || text.includes('\r') || text.includes('\0') ? null : text;
}

function whyKept(body: Uint8Array): string {
  if (body.length > MAX_EDITED_BYTES) return 'it is long';
  return strictUtf8Text(body)?.includes('\r') === true ? 'a field would change its line ends' : 'it is not text';
}
