import type { HeaderList } from '../http/headers.ts';
import { compactJson } from './serialise.ts';
import type { ForgeTemplate } from './template.ts';

interface Platform {
  readonly scheme: string;
  /** As its users call it; begins every title. */
  readonly name: string;
  /** Headers of the event; the second parameter is the delivery's id. */
  readonly headers: (event: string, delivery: string) => HeaderList;
  /** How the provider writes its JSON; compact where absent. */
  readonly write?: (payload: unknown) => string;
}

/** One event of a platform, sent as a POST with JSON. `delivery` is for platforms that number deliveries in a header. */
export function jsonEvents(
  platform: Platform,
): (event: string, title: string, payload: unknown, delivery?: string) => ForgeTemplate {
  const { scheme, name, headers, write = compactJson } = platform;
  return (event, title, payload, delivery = '') => ({
    id: `${scheme}/${event}`,
    scheme,
    event,
    title: `${name}: ${title}`,
    method: 'POST',
    headers: headers(event, delivery),
    body: write(payload),
  });
}
