import { Braces } from 'lucide-react';
import { useRef } from 'react';
import { Button, Menu, TextArea } from '../../../ui/index.ts';

/** The values that a template knows (`core/reply/template.ts`). Those with a name of their own have a likely one. */
const values: readonly { readonly name: string; readonly label: string }[] = [
  { name: 'json.id', label: 'A value of the JSON body' },
  { name: 'json', label: 'The whole JSON body' },
  { name: 'body', label: 'The body as text' },
  { name: 'header.X-Request-Id', label: 'A header' },
  { name: 'query.challenge', label: 'A query parameter' },
  { name: 'method', label: 'The method' },
  { name: 'path', label: 'The path' },
  { name: 'now', label: 'The time, as 2026-11-21T14:03:07.250Z' },
  { name: 'unix', label: 'The time in Unix seconds' },
  { name: 'uuid', label: 'A new UUID' },
];

export interface BodyTemplateProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | null;
}

/** A text with values of the request in it, which a menu puts where the cursor is. */
export function BodyTemplate({ value, onChange, error }: BodyTemplateProps) {
  const field = useRef<HTMLDivElement>(null);
  const insert = (name: string): void => {
    const area = field.current?.querySelector('textarea');
    const start = area?.selectionStart ?? value.length;
    const end = area?.selectionEnd ?? value.length;
    const placeholder = `{{${name}}}`;
    onChange(value.slice(0, start) + placeholder + value.slice(end));
    // The new text is there after React has rendered it, and the menu gives the focus back to its button before.
    setTimeout(() => {
      area?.focus();
      area?.setSelectionRange(start + placeholder.length, start + placeholder.length);
    });
  };
  return (
    <div className="rule-body" ref={field}>
      <TextArea
        label="Body"
        rows={4}
        mono
        value={value}
        onChange={onChange}
        error={error}
        hint="Values of the request are put in. Headers take them too."
      />
      <Menu
        label="Values of the request"
        trigger={
          <Button size="small" variant="quiet" icon={<Braces size={13} />} className="rule-insert">
            Insert a value
          </Button>
        }
        items={values.map(({ name, label }) => ({
          id: name,
          label: `${label}  {{${name}}}`,
          onAction: () => insert(name),
        }))}
      />
    </div>
  );
}
