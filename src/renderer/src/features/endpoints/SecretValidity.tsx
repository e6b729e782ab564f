import { Clock } from 'lucide-react';
import { type SecretInfo, validityAt } from '../../../../core/secret.ts';
import { Badge, formatMoment, formatTimeAgo, useNow } from '../../ui/index.ts';

/** An end is worth a mark when it is this near, ms. */
const SOON_MS = 7 * 86_400_000;

/** Whether a secret is out of its time, or soon will be. Nothing for one that is valid without an end in sight. */
export function SecretValidity({ secret }: { readonly secret: SecretInfo }) {
  const now = useNow(20_000);
  const { validFrom, validUntil } = secret;
  const state = validityAt(secret, now);
  if (state === 'early' && validFrom !== null) {
    return <Mark tone="neutral" at={validFrom} words={`valid ${formatTimeAgo(validFrom, now)}`} />;
  }
  if (validUntil === null) return null;
  if (state === 'expired')
    return <Mark tone="warn" at={validUntil} words={`expired ${formatTimeAgo(validUntil, now)}`} />;
  if (validUntil - now > SOON_MS) return null;
  return <Mark tone="neutral" at={validUntil} words={`expires ${formatTimeAgo(validUntil, now)}`} />;
}

function Mark({ tone, at, words }: { readonly tone: 'warn' | 'neutral'; readonly at: number; readonly words: string }) {
  return (
    <Badge tone={tone}>
      <Clock size={11} aria-hidden="true" /> <time title={formatMoment(at)}>{words}</time>
    </Badge>
  );
}
