import { Copy } from 'lucide-react';
import { type ByteSource, readRange } from '../../../body/index.ts';
import { useApp } from '../../../store/context.tsx';
import { Button, copyText, formatBytes, Menu } from '../../../ui/index.ts';
import { type ByteForm, byteForms, MAX_COPIED_BYTES } from './copied-bytes.ts';

/** Puts bytes on the clipboard as a text, and says what became of it. */
export function useCopyBytes(): (bytes: Uint8Array, form: ByteForm) => Promise<void> {
  const { toasts } = useApp().stores;
  return async (bytes, form) => {
    if (bytes.length > MAX_COPIED_BYTES) {
      const hint = 'Download takes any size.';
      toasts.show({ tone: 'fail', text: `${formatBytes(bytes.length)} are too much for the clipboard.`, hint });
      return;
    }
    const done = await copyText(form.of(bytes));
    toasts.show(
      done
        ? { tone: 'ok', text: `Copied ${formatBytes(bytes.length)} ${form.label}.` }
        : { tone: 'fail', text: 'The clipboard refused.', hint: 'Use Download instead.' },
    );
  };
}

export interface CopyMenuProps {
  readonly source: ByteSource;
  /** null: nothing is selected, and everything is copied. */
  readonly selected: Uint8Array | null;
}

/** The exact bytes as text, of the selection or of everything. */
export function CopyMenu({ source, selected }: CopyMenuProps) {
  const { toasts } = useApp().stores;
  const copyBytes = useCopyBytes();
  const length = selected === null ? source.totalBytes : selected.length;
  const copy = async (form: ByteForm) => {
    if (selected !== null) return copyBytes(selected, form);
    const read = await readRange(source, 0, source.totalBytes);
    if (read.ok) await copyBytes(read.value, form);
    else toasts.showFailure(read.failure);
  };
  const what = selected === null ? 'everything' : 'the selection';
  return (
    <Menu
      label={`Copy ${what}, ${formatBytes(length)}`}
      trigger={
        <Button size="small" variant="quiet" icon={<Copy size={13} />} isDisabled={length === 0}>
          {selected === null ? 'Copy' : `Copy ${formatBytes(length)}`}
        </Button>
      }
      items={byteForms.map((form) => ({
        id: form.id,
        label: `Copy ${what} ${form.label}`,
        isDisabled: length > MAX_COPIED_BYTES,
        onAction: () => void copy(form),
      }))}
    />
  );
}
