import { classNames } from './class-names.ts';
import { visibleByteString, visibleText } from './visible-text.ts';

export interface HostileTextProps {
  /** Text from a captured request. */
  readonly children: string;
  /** The text is a byte string (headers, targets, methods): decode as UTF-8 where it is. */
  readonly bytes?: boolean;
  readonly className?: string;
}

/** Captured text on one line: isolated from the direction of its surroundings, invisible characters as escapes. */
export function HostileText({ children, bytes = false, className }: HostileTextProps) {
  return (
    <bdi className={classNames('hostile-text', className)} dir="ltr">
      {bytes ? visibleByteString(children) : visibleText(children)}
    </bdi>
  );
}
