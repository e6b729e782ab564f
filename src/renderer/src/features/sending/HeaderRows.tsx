import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { useRef } from 'react';
import type { HeaderList } from '../../../../core/http/headers.ts';
import { Button, IconButton, TextField } from '../../ui/index.ts';
import { byteStringOf, editableText } from './byte-text.ts';

export interface HeaderRowsProps {
  readonly headers: HeaderList;
  readonly onChange: (headers: HeaderList) => void;
}

/** Headers to edit: sent in this order, with this case, duplicates included. */
export function HeaderRows({ headers, onChange }: HeaderRowsProps) {
  const list = useRef<HTMLDivElement>(null);
  const replace = (index: number, row: readonly [string, string]) =>
    onChange(headers.map((old, place) => (place === index ? row : old)));
  const move = (from: number, to: number) => {
    const next = [...headers];
    const [row] = next.splice(from, 1);
    if (row !== undefined) next.splice(to, 0, row);
    onChange(next);
  };
  const add = () => {
    onChange([...headers, ['', '']]);
    // The new row is there after React has rendered it.
    requestAnimationFrame(() => {
      const rows = list.current?.querySelectorAll('.header-row') ?? [];
      [...rows].at(-1)?.querySelector('input')?.focus();
    });
  };
  return (
    <div className="header-rows" ref={list}>
      {headers.map(([name, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a header has no identity but its place.
        <div className="header-row" key={index}>
          <TextField
            label={`Name of header ${index + 1}`}
            hideLabel
            mono
            placeholder="Name"
            value={editableText(name)}
            onChange={(text) => replace(index, [byteStringOf(text, name), value])}
          />
          <TextField
            label={`Value of header ${index + 1}`}
            hideLabel
            mono
            placeholder="Value"
            value={editableText(value)}
            onChange={(text) => replace(index, [name, byteStringOf(text, value)])}
          />
          <IconButton
            label="Move up"
            size="small"
            icon={<ArrowUp size={13} />}
            isDisabled={index === 0}
            onPress={() => move(index, index - 1)}
          />
          <IconButton
            label="Move down"
            size="small"
            icon={<ArrowDown size={13} />}
            isDisabled={index === headers.length - 1}
            onPress={() => move(index, index + 1)}
          />
          <IconButton
            label={`Remove header ${index + 1}`}
            size="small"
            icon={<X size={13} />}
            onPress={() => onChange(headers.filter((_, place) => place !== index))}
          />
        </div>
      ))}
      <div>
        <Button size="small" icon={<Plus size={13} />} onPress={add}>
          Add header
        </Button>
      </div>
    </div>
  );
}
