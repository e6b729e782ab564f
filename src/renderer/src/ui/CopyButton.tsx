import { Check, Copy, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { Button } from './Button.tsx';
import { copyText } from './clipboard.ts';
import { IconButton } from './IconButton.tsx';

export interface CopyButtonProps {
  /** The text, or what makes it when pressed; null from it: there is nothing to copy, and its maker has said so. */
  readonly text: string | (() => Promise<string | null>);
  /** What is copied: "Copy the local URL". */
  readonly label: string;
  /** With text it is a full button, without an icon button whose tooltip is the label. */
  readonly children?: ReactNode;
  readonly size?: 'small' | 'medium';
  readonly variant?: 'primary' | 'plain' | 'quiet';
}

/** How long "Copied" stays: long enough to be read, short enough not to be taken for a state. */
const FEEDBACK_MS = 1600;

export function CopyButton({ text, label, children, size = 'small', variant = 'quiet' }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), FEEDBACK_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async () => {
    const value = typeof text === 'string' ? text : await text();
    if (value !== null) setOutcome((await copyText(value)) ? 'copied' : 'refused');
  };
  const said = outcome === 'copied' ? 'Copied' : outcome === 'refused' ? 'The clipboard refused' : '';
  const iconSize = size === 'small' ? 13 : 15;
  const icon =
    outcome === 'copied' ? (
      <Check size={iconSize} color="var(--ok)" />
    ) : outcome === 'refused' ? (
      <X size={iconSize} color="var(--fail)" />
    ) : (
      <Copy size={iconSize} />
    );
  return (
    <>
      {children === undefined ? (
        <IconButton label={said || label} icon={icon} size={size} onPress={() => void copy()} />
      ) : (
        <Button icon={icon} size={size} variant={variant} ariaLabel={said || label} onPress={() => void copy()}>
          {said || children}
        </Button>
      )}
      <span className="visually-hidden" aria-live="polite">
        {said}
      </span>
    </>
  );
}
