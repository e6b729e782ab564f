import type { CaptureSummary } from '../../../../core/capture.ts';
import { replyConcerns } from '../../../../core/signature/reply-check.ts';
import { useAppState } from '../../store/context.tsx';
import { InlineNotice } from '../../ui/index.ts';

/** What the provider would have minded in the reply, one notice each. */
export function ReplyConcerns({ row }: { readonly row: CaptureSummary }) {
  const [verdict] = row.verdicts;
  const scheme = useAppState((state) => state.schemes.find((each) => each.id === verdict?.scheme));
  if (scheme === undefined) return null;
  const reply = { status: row.replyStatus, ms: row.replyMs, verdict: verdict?.status };
  return replyConcerns(scheme.delivery, scheme.name, reply).map(({ kind, sentence }) => (
    <InlineNotice key={kind} tone="warn">
      {sentence}
    </InlineNotice>
  ));
}
