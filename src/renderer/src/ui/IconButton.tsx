import type { ReactNode } from 'react';
import { Button as AriaButton, TooltipTrigger } from 'react-aria-components';
import { classNames } from './class-names.ts';
import { TooltipBubble } from './Tooltip.tsx';
import './Button.css';
import './IconButton.css';

export interface IconButtonProps {
  /** What it does: its accessible name and its tooltip. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly onPress?: () => void;
  readonly shortcut?: string;
  readonly variant?: 'quiet' | 'plain';
  readonly size?: 'small' | 'medium';
  readonly isDisabled?: boolean;
  /** For a button that is on or off. */
  readonly isPressed?: boolean;
  readonly className?: string;
}

export function IconButton({
  label,
  icon,
  onPress,
  shortcut,
  variant = 'quiet',
  size = 'medium',
  isDisabled = false,
  isPressed,
  className,
}: IconButtonProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      <AriaButton
        aria-label={label}
        className={classNames(
          'button icon-button',
          `button-${variant}`,
          size === 'small' && 'icon-button-small',
          isPressed === true && 'icon-button-on',
          className,
        )}
        isDisabled={isDisabled}
        {...(isPressed === undefined ? {} : { 'aria-pressed': isPressed })}
        {...(onPress ? { onPress: () => onPress() } : {})}
      >
        {icon}
      </AriaButton>
      <TooltipBubble text={label} shortcut={shortcut} />
    </TooltipTrigger>
  );
}
