import { useState } from 'react';
import { Button, formatCount } from '../ui/index.ts';

/** A table lays out all its rows at once. */
const FIRST_ROWS = 500;
const MORE_FACTOR = 8;

export interface RowLimit {
  /** Rows to draw. */
  readonly rows: number;
  readonly more: () => void;
}

/** How many rows of a list are drawn. `of` is the list: another one begins anew. */
export function useRowLimit(of: unknown): RowLimit {
  const [limit, setLimit] = useState({ of, rows: FIRST_ROWS });
  const rows = limit.of === of ? limit.rows : FIRST_ROWS;
  return { rows, more: () => setLimit({ of, rows: rows * MORE_FACTOR }) };
}

export interface MoreRowsProps {
  readonly limit: RowLimit;
  /** Rows at hand, and all there are, which may be more. */
  readonly held: number;
  readonly total: number;
  /** "fields". */
  readonly what: string;
  /** Where those are that are not at hand: "Raw has all of them." */
  readonly elsewhere: string;
}

/** Below a list: how much of it is drawn, and the way to more. Nothing where all is. */
export function MoreRows({ limit, held, total, what, elsewhere }: MoreRowsProps) {
  const drawn = Math.min(limit.rows, held);
  if (drawn >= total) return null;
  return (
    <p className="more-rows">
      The first {formatCount(drawn)} of {formatCount(total)} {what}.{' '}
      {drawn < held ? (
        <Button size="small" onPress={limit.more}>
          Show more
        </Button>
      ) : (
        elsewhere
      )}
    </p>
  );
}
