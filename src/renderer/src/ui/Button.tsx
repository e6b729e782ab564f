import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { classNames } from './class-names.ts';
import { Spinner } from './Spinner.tsx';
import './Button.css';

export interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress?: () => void;
  /** `primary`: the one action of a view. `plain`: bordered. `quiet`: no border until hovered. `danger`: destroys. */
  readonly variant?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly size?: 'small' | 'medium';
  readonly icon?: ReactNode;
  readonly isDisabled?: boolean;
  /** Shows a spinner and takes no presses, and keeps the focus, which a disabled button would lose. */
  readonly isBusy?: boolean;
  readonly type?: 'button' | 'submit';
  readonly autoFocus?: boolean;
  readonly className?: string;
  /** Only where the visible text does not say enough. */
  readonly ariaLabel?: string;
}

export function Button({
  children,
  onPress,
  variant = 'plain',
  size = 'medium',
  icon,
  isDisabled = false,
  isBusy = false,
  type = 'button',
  autoFocus = false,
  className,
  ariaLabel,
}: ButtonProps) {
  return (
    <AriaButton
      className={classNames('button', `button-${variant}`, size === 'small' && 'button-small', className)}
      isDisabled={isDisabled}
      isPending={isBusy}
      type={type}
      autoFocus={autoFocus}
      {...(onPress ? { onPress: () => onPress() } : {})}
      {...(ariaLabel === undefined ? {} : { 'aria-label': ariaLabel })}
    >
      {isBusy ? <Spinner /> : icon}
      <span className="button-text">{children}</span>
    </AriaButton>
  );
}
