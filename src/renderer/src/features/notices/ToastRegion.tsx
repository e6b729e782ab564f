import { CircleCheck, CircleX, Info, X } from 'lucide-react';
import {
  UNSTABLE_ToastRegion as AriaToastRegion,
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
} from 'react-aria-components';
import { useToasts } from '../../store/context.tsx';
import { Button, classNames, IconButton } from '../../ui/index.ts';
import './notices.css';

const icons = { neutral: Info, ok: CircleCheck, fail: CircleX } as const;

/** Passing words at the bottom. React Aria announces them, holds their timers under the pointer, and F6 reaches them. */
export function ToastRegion() {
  const { queue } = useToasts();
  return (
    <AriaToastRegion queue={queue} className="toast-region">
      {({ toast }) => {
        const { tone, text, hint, action } = toast.content;
        const Icon = icons[tone];
        return (
          <Toast toast={toast} className={classNames('toast', `tone-${tone}`)}>
            <Icon size={16} className="toast-icon" aria-hidden="true" />
            <ToastContent className="toast-text">
              <Text slot="title">{text}</Text>
              {hint === undefined ? null : (
                <Text slot="description" className="toast-hint">
                  {hint}
                </Text>
              )}
            </ToastContent>
            {action === undefined ? null : (
              <Button
                size="small"
                onPress={() => {
                  queue.close(toast.key);
                  action.run();
                }}
              >
                {action.label}
              </Button>
            )}
            <IconButton label="Dismiss" icon={<X size={14} />} size="small" onPress={() => queue.close(toast.key)} />
          </Toast>
        );
      }}
    </AriaToastRegion>
  );
}
