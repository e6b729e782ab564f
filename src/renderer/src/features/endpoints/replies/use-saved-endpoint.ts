import { useEffect, useRef } from 'react';
import type { Input } from '../../../../../core/contract.ts';
import type { Endpoint } from '../../../../../core/endpoint.ts';
import type { Failure } from '../../../../../core/failure.ts';
import { explain } from '../../../../../core/failure-words.ts';
import type { ReplySettings } from '../../../../../core/reply/reply-settings.ts';
import { fail, type Result } from '../../../../../core/result.ts';
import { useApp } from '../../../store/context.tsx';
import { sendConfirmed } from '../../sending/index.ts';

type Change = Pick<Input<'endpoints.update'>, 'reply' | 'replying'>;

/**
 * Stores a change of an endpoint. Replies are stored whole: of two changes in quick succession one goes after the other, the
 * second on what the first made. `elsewhere`: an origin on another machine that the change makes a target, about which the user
 * is asked first; null: they said no.
 */
export function useSavedEndpoint(endpoint: Endpoint) {
  const context = useApp();
  const stored = useRef(endpoint);
  const saving = useRef<Promise<unknown>>(Promise.resolve());
  useEffect(() => {
    stored.current = endpoint;
  }, [endpoint]);
  return (
    change: (stored: Endpoint) => Change,
    elsewhere: string | null = null,
  ): Promise<Result<Endpoint, Failure> | null> => {
    let isAsked = elsewhere === null;
    const store = async (): Promise<Result<Endpoint, Failure>> => {
      if (elsewhere !== null && !isAsked) {
        isAsked = true;
        // The question has the focus as soon as it is there: the Enter that led to it must not answer it.
        await new Promise((resolve) => setTimeout(resolve));
        return fail({ code: 'target-unconfirmed', origin: elsewhere, address: null });
      }
      return context.bridge.call('endpoints.update', { id: endpoint.id, ...change(stored.current) });
    };
    const saved = saving.current.then(async () => {
      const result = await sendConfirmed(context, store);
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
  return async (
    change: (stored: ReplySettings) => Partial<ReplySettings>,
    elsewhere: string | null = null,
  ): Promise<string | null> => {
    const result = await save(({ replying }) => ({ replying: { ...replying, ...change(replying) } }), elsewhere);
    if (result === null) return 'Not saved: the target was not confirmed';
    return result.ok ? null : explain(result.failure).title;
  };
}
