import { latin1Bytes, strictUtf8Text } from '../../../core/bytes.ts';
import { type HeaderList, sameHeaderName } from '../../../core/http/headers.ts';
import { Badge, CopyButton, HostileText } from '../ui/index.ts';
import './HeadersTable.css';

export interface HeadersTableProps {
  readonly headers: HeaderList;
  /** What they are, read out: "Request headers". */
  readonly label: string;
}

/** Headers as they came: exact case, order and duplicates, what cannot be seen written out. */
export function HeadersTable({ headers, label }: HeadersTableProps) {
  return (
    <table className="headers-table" aria-label={label}>
      <tbody>
        {headers.map(([name, value], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a header has no identity but its place.
          <tr key={index}>
            <th scope="row">
              <HostileText bytes>{name}</HostileText>
              <Duplicate headers={headers} index={index} />
            </th>
            <td className="headers-value">
              <HostileText bytes>{value}</HostileText>
            </td>
            <td className="headers-copy">
              <CopyButton text={readable(value)} label={`Copy the value of ${name}`} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** "2 of 3" where a name occurs more than once: which of them counts differs from program to program. */
function Duplicate({ headers, index }: { readonly headers: HeaderList; readonly index: number }) {
  const [name = ''] = headers[index] ?? [];
  const places = headers.flatMap(([other], place) => (sameHeaderName(other, name) ? [place] : []));
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
