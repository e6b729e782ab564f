import { useMemo } from 'react';
import { latin1Bytes, strictUtf8Text } from '../../../core/bytes.ts';
import type { HeaderList } from '../../../core/http/headers.ts';
import { Badge, CopyButton, visibleByteString } from '../ui/index.ts';
import { CutText } from './CutText.tsx';
import { MoreRows, useRowLimit } from './MoreRows.tsx';
import './HeadersTable.css';

export interface HeadersTableProps {
  readonly headers: HeaderList;
  /** What they are, read out: "Request headers". */
  readonly label: string;
  /** All there were, where `headers` are the first of them. */
  readonly total?: number;
}

/** Headers as they came: exact case, order and duplicates, what cannot be seen written out. */
export function HeadersTable({ headers, label, total = headers.length }: HeadersTableProps) {
  const limit = useRowLimit(headers);
  const places = useMemo(() => placesOf(headers), [headers]);
  return (
    <>
      <table className="headers-table" aria-label={label}>
        <tbody>
          {headers.slice(0, limit.rows).map(([name, value], index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a header has no identity but its place.
            <tr key={index}>
              <th scope="row">
                <CutText bytes>{name}</CutText>
                <Duplicate places={places.get(name.toLowerCase()) ?? []} index={index} />
              </th>
              <td className="headers-value">
                <CutText bytes>{value}</CutText>
              </td>
              <td className="headers-copy">
                <CopyButton
                  text={() => Promise.resolve(readable(value))}
                  label={`Copy the value of ${visibleByteString(name.slice(0, 100))}`}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <MoreRows limit={limit} held={headers.length} total={total} what="headers" elsewhere="Raw has all of them." />
    </>
  );
}

/** Where each name stands, by its lower case. */
function placesOf(headers: HeaderList): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [index, [name]] of headers.entries()) {
    const key = name.toLowerCase();
    const known = places.get(key);
    if (known === undefined) places.set(key, [index]);
    else known.push(index);
  }
  return places;
}

/** "2 of 3" where a name occurs more than once: which of them counts differs from program to program. */
function Duplicate({ places, index }: { readonly places: readonly number[]; readonly index: number }) {
  if (places.length < 2) return null;
  return (
    <Badge tone="warn">
      {places.indexOf(index) + 1} of {places.length}
    </Badge>
  );
}

function readable(byteString: string): string {
  return strictUtf8Text(latin1Bytes(byteString)) ?? byteString;
}
