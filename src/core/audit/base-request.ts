import { utf8Bytes } from '../bytes.ts';
import { compactJson } from '../forge/serialise.ts';
import type { ForgeTemplate } from '../forge/template.ts';
import type { Scheme } from '../signature/scheme.ts';
import type { AuditRequest } from './audit.ts';

/** An event's template as the unsigned request of an audit. */
export function templateRequest({ method, headers, body }: ForgeTemplate, target: string): AuditRequest {
  return { method, url: target, headers, body: utf8Bytes(body) };
}

/** What an audit sends when nothing was chosen: the scheme's first event that is no handshake, else a small event in JSON. */
export function usualRequest(scheme: Scheme, templates: readonly ForgeTemplate[], target: string): AuditRequest {
  const own = templates.filter((template) => template.scheme === scheme.id);
  const template = own.find(({ event }) => !/ping|verif|validation/i.test(event)) ?? own[0];
  return template === undefined ? withMetadata(scheme, target) : templateRequest(template, target);
}

/** With an event type and a delivery id where the scheme has them in headers or at the top of the body. */
function withMetadata({ metadata }: Scheme, url: string): AuditRequest {
  const event: Record<string, unknown> = { id: 'evt_hookproof', type: 'hookproof.audit', data: { text: 'hello' } };
  const headers: (readonly [string, string])[] = [['Content-Type', 'application/json']];
  for (const [value, [source]] of [
    ['hookproof.audit', metadata.eventType],
    ['evt_hookproof', metadata.deliveryId],
  ] as const) {
    if (source === undefined) continue;
    if ('header' in source) headers.push([source.header, value]);
    else if ('json' in source && !source.json.includes('.')) event[source.json] = value;
  }
  return { method: 'POST', url, headers, body: utf8Bytes(compactJson(event)) };
}
