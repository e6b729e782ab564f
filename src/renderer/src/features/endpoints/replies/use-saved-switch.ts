import { useState } from 'react';
import type { Endpoint } from '../../../../../core/endpoint.ts';
import type { ReplySettings } from '../../../../../core/reply/reply-settings.ts';
import { useSavedReplying } from './use-saved-endpoint.ts';

/** For what is stored as soon as it is pressed: `error` is what was wrong with the last change. */
export function useSavedSwitch(endpoint: Endpoint) {
  const save = useSavedReplying(endpoint);
  const [error, setError] = useState<string | null>(null);
  const change = (next: (stored: ReplySettings) => Partial<ReplySettings>): void => {
    void save(next).then(setError);
  };
  return { error, change, set: (part: Partial<ReplySettings>) => change(() => part) };
}
