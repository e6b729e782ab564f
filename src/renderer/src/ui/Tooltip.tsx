import type { ReactElement } from 'react';
import { Tooltip as AriaTooltip, Focusable, TooltipTrigger } from 'react-aria-components';
import { KeyHint } from './KeyHint.tsx';
import './Tooltip.css';

export function TooltipBubble({ text, shortcut }: { readonly text: string; readonly shortcut?: string | undefined }) {
  return (
    <AriaTooltip className="tooltip" offset={6}>
      <span dir="auto">{text}</span>
      {shortcut === undefined ? null : <KeyHint keys={shortcut} />}
    </AriaTooltip>
  );
}

export interface TooltipProps {
  readonly text: string;
  /** A DOM element that takes the focus (give it `tabIndex={0}` and a role where it has none). */
  readonly children: ReactElement<Record<string, unknown>, string>;
}

/** Text on hover and focus for an element that is no button. An `IconButton` brings its own. */
export function Tooltip({ text, children }: TooltipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      <Focusable>{children}</Focusable>
      <TooltipBubble text={text} />
    </TooltipTrigger>
  );
}
