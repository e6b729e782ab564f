import { useEffect, useRef } from 'react';
import type { Input } from '../../../../../core/contract.ts';
import type { Endpoint } from '../../../../../core/endpoint.ts';
import { explain, type Failure } from '../../../../../core/failure.ts';
import type { ReplySettings } from '../../../../../core/reply/reply-settings.ts';
import type { Result } from '../../../../../core/result.ts';
import { useApp } from '../../../store/context.tsx';
import { sendConfirmed } from '../../sending/index.ts';

type Change = Pick<Input<'endpoints.update'>, 'reply' | 'replying'>;

/**
 * Stores a change of an endpoint. Replies are stored whole: of two changes in quick succession one goes after the other, the
 * second on what the first made. null: the user was asked about a target and said no.
 */
export function useSavedEndpoint(endpoint: Endpoint) {
  const context = useApp();
  const stored = useRef(endpoint);
  const saving = useRef<Promise<unknown>>(Promise.resolve());
  useEffect(() => {
    stored.current = endpoint;
  }, [endpoint]);
  return (change: (stored: Endpoint) => Change): Promise<Result<Endpoint, Failure> | null> => {
    const saved = saving.current.then(async () => {
      const result = await sendConfirmed(context, () =>
        context.bridge.call('endpoints.update', { id: endpoint.id, ...change(stored.current) }),
      );
      if (result?.ok) stored.current = result.value;
      return result;
    });
    // One that was lost with the connection does not hold up the next.
    saving.current = saved.catch(() => null);
    return saved;
  };
}

/** Stores a change of what is asked before the default reply; resolves with what is wrong with it, or null. */
export function useSavedReplying(endpoint: Endpoint) {
  const save = useSavedEndpoint(endpoint);
  return async (change: (stored: ReplySettings) => Partial<ReplySettings>): Promise<string | null> => {
    const result = await save(({ replying }) => ({ replying: { ...replying, ...change(replying) } }));
    if (result === null) return 'Not saved: the target was not confirmed';
    return result.ok ? null : explain(result.failure).title;
  };
}
