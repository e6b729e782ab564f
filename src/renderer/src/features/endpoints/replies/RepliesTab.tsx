import type { Endpoint } from '../../../../../core/endpoint.ts';
import { useDialogs } from '../../../store/context.tsx';
import type { ReplyStep } from '../../../store/dialogs.ts';
import { Badge, StatusChip, Tabs, useLeave } from '../../../ui/index.ts';
import { DefaultReply } from './DefaultReply.tsx';
import { Forward } from './Forward.tsx';
import { Handshakes } from './Handshakes.tsx';
import { Rules } from './Rules.tsx';
import './replies.css';

/** What is asked for a reply, one tab each, in the order in which it is asked. */
export function RepliesTab({ endpoint, step }: { readonly endpoint: Endpoint; readonly step: ReplyStep }) {
  const leave = useLeave();
  const openReplies = useDialogs((state) => state.openReplies);
  const { handshakes, rules, forward } = endpoint.replying;
  const rulesOn = rules.filter(({ isOn }) => isOn).length;
  return (
    <div className="replies">
      <p className="replies-about">Asked in this order. The first that takes a request answers it.</p>
      <Tabs
        label="Ways to answer"
        className="replies-steps"
        selected={step}
        // The ids below are ReplyStep's; Tabs hands back one of them.
        onChange={(id) => leave(() => openReplies(endpoint.id, id as ReplyStep))}
        tabs={[
          {
            id: 'handshakes',
            label: 'Handshakes',
            badge: <Badge>{handshakes.on ? 'on' : 'off'}</Badge>,
            content: () => <Handshakes endpoint={endpoint} />,
          },
          {
            id: 'rules',
            label: 'Rules',
            badge: <Badge>{rules.length === 0 ? 'none' : `${rulesOn} on`}</Badge>,
            content: () => <Rules endpoint={endpoint} />,
          },
          {
            id: 'forward',
            label: 'Forward',
            badge: <Badge>{forwardWords(forward?.targets.length ?? 0)}</Badge>,
            content: () => <Forward endpoint={endpoint} />,
          },
          {
            id: 'default',
            label: 'Default reply',
            badge: <StatusChip status={endpoint.reply.status} />,
            content: () => <DefaultReply endpoint={endpoint} />,
          },
        ]}
      />
    </div>
  );
}

function forwardWords(targets: number): string {
  if (targets === 0) return 'off';
  return targets === 1 ? '1 target' : `${targets} targets`;
}
