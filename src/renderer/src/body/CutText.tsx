import { useState } from 'react';
import { Button, formatCount, HostileText } from '../ui/index.ts';

/** More in one table cell than anybody reads; an editor lays out lines as they come into view, a cell does not. */
const FIRST_CHARS = 4096;
const MORE_FACTOR = 8;

export interface CutTextProps {
  readonly children: string;
  /** As for `HostileText`. */
  readonly bytes?: boolean;
}

/** Captured text in a cell: a long one begins with its first 4,096 characters. */
export function CutText({ children: text, bytes = false }: CutTextProps) {
  const [limits, setLimits] = useState({ text, chars: FIRST_CHARS });
  const chars = limits.text === text ? limits.chars : FIRST_CHARS;
  if (text.length <= chars) return <HostileText bytes={bytes}>{text}</HostileText>;
  return (
    <>
      <HostileText bytes={bytes}>{text.slice(0, chars)}</HostileText>
      <span className="cut-text-more">
        … {formatCount(text.length - chars)} more characters
        <Button size="small" variant="quiet" onPress={() => setLimits({ text, chars: chars * MORE_FACTOR })}>
          Show more
        </Button>
      </span>
    </>
  );
}
