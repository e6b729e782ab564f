import type { ReactNode, Ref } from 'react';
import { useEffect, useRef, useState } from 'react';
import { TextArea } from './TextArea.tsx';
import { TextField } from './TextField.tsx';

export interface SavedTextFieldProps {
  readonly label: string;
  /** What is stored. */
  readonly value: string;
  /** Stores the text; resolves with what is wrong with it, or null. */
  readonly save: (text: string) => Promise<string | null>;
  readonly hint?: ReactNode;
  readonly placeholder?: string;
  readonly inputMode?: 'text' | 'numeric' | 'url';
  readonly mono?: boolean;
  readonly suffix?: ReactNode;
  readonly isDisabled?: boolean;
  /** More than one: a text area. */
  readonly rows?: number;
  readonly className?: string;
  /** Of the one-line field. */
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** A field that stores itself when it is left or Enter is pressed, and says beside it what was not accepted. */
export function SavedTextField({ value, save, rows = 1, inputMode, suffix, inputRef, ...rest }: SavedTextFieldProps) {
  const [text, setText] = useState(value);
  const [error, setError] = useState<string | null>(null);
  const edited = useRef(false);
  // A change from elsewhere shows at once, but never under the user's fingers.
  useEffect(() => {
    if (!edited.current) setText(value);
  }, [value]);

  const change = (next: string) => {
    edited.current = true;
    setText(next);
    setError(null);
  };
  const store = async () => {
    if (!edited.current) return;
    if (text === value) {
      edited.current = false;
      return;
    }
    const problem = await save(text);
    setError(problem);
    if (problem === null) edited.current = false;
  };
  const common = { ...rest, value: text, onChange: change, onBlur: () => void store(), error };
  if (rows > 1) return <TextArea {...common} rows={rows} />;
  return (
    <TextField
      {...common}
      onSubmit={() => void store()}
      {...(inputMode === undefined ? {} : { inputMode })}
      {...(suffix === undefined ? {} : { suffix })}
      {...(inputRef === undefined ? {} : { inputRef })}
    />
  );
}
