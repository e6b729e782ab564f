import { Fragment, useState } from 'react';
import { Button } from '../../ui/index.ts';
import { type HexCell, type HexDifferenceRow, hexDifference } from './hex-difference.ts';

export interface HexDifferenceProps {
  readonly received: Uint8Array;
  readonly signed: Uint8Array;
  /** Of the first byte of both in the whole. */
  readonly offset: number;
  readonly labels: { readonly received: string; readonly signed: string };
}

const FIRST_ROWS = 48;
const MORE_FACTOR = 8;

/** Two stretches of bytes that are no text, rows that differ one under the other. */
export function HexDifference({ received, signed, offset, labels }: HexDifferenceProps) {
  const [maxRows, setMaxRows] = useState(FIRST_ROWS);
  const rows = hexDifference(received, signed, offset, maxRows + 1);
  return (
    <section
      className="hex-difference"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
      tabIndex={0}
      aria-label={`${labels.received} and ${labels.signed} in hexadecimal`}
    >
      <table>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Offset</th>
            <th scope="col">Side</th>
            <th scope="col">Bytes</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, maxRows).map((row) => (
            <Fragment key={row.offset}>
              {isSame(row) ? (
                <tr className="hex-difference-signed">
                  <td className="hex-offset">{row.offset}</td>
                  <td> </td>
                  <Cells cells={row.received} />
                </tr>
              ) : (
                <>
                  <tr className="hex-difference-received">
                    <td className="hex-offset" rowSpan={2}>
                      {row.offset}
                    </td>
                    <td>−</td>
                    <Cells cells={row.received} />
                  </tr>
                  <tr className="hex-difference-signed">
                    <td>+</td>
                    <Cells cells={row.signed} />
                  </tr>
                </>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
      {rows.length <= maxRows ? null : (
        <Button size="small" onPress={() => setMaxRows(maxRows * MORE_FACTOR)}>
          Show more rows
        </Button>
      )}
    </section>
  );
}

function isSame({ received }: HexDifferenceRow): boolean {
  return received.every(({ differs }) => !differs);
}

function Cells({ cells }: { readonly cells: readonly HexCell[] }) {
  return (
    <td>
      {cells.map(({ digits, differs }, column) => {
        const text = digits ?? '  ';
        const key = `${column}`;
        return (
          <Fragment key={key}>
            {column === 0 ? '' : column === 8 ? '  ' : ' '}
            {differs && digits !== null ? <mark>{text}</mark> : text}
          </Fragment>
        );
      })}
    </td>
  );
}
