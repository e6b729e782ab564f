import { CircleCheck, CircleX, Info, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Tone } from './Badge.tsx';
import { classNames } from './class-names.ts';
import { IconButton } from './IconButton.tsx';
import './Badge.css';
import './InlineNotice.css';

const icons = { neutral: Info, accent: Info, ok: CircleCheck, fail: CircleX, warn: TriangleAlert } as const;

export interface InlineNoticeProps {
  readonly tone?: Tone;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly onDismiss?: () => void;
  readonly className?: string;
  /** Whether a screen reader says each change of it; not where a number counts up. */
  readonly isAnnounced?: boolean;
}

export function InlineNotice({
  tone = 'neutral',
  title,
  children,
  actions,
  onDismiss,
  className,
  isAnnounced = true,
}: InlineNoticeProps) {
  const Icon = icons[tone];
  return (
    <div
      className={classNames('inline-notice', `tone-${tone}`, className)}
      role={!isAnnounced ? 'group' : tone === 'fail' ? 'alert' : 'status'}
    >
      <Icon size={15} className="inline-notice-icon" aria-hidden="true" />
      <div className="inline-notice-text">
        {title === undefined ? null : <p className="inline-notice-title">{title}</p>}
        {children}
      </div>
      {actions === undefined ? null : <div className="inline-notice-actions">{actions}</div>}
      {onDismiss === undefined ? null : (
        <IconButton label="Dismiss" icon={<X size={14} />} size="small" onPress={onDismiss} />
      )}
    </div>
  );
}
