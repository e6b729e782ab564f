import { utf8Bytes } from '../../../../core/bytes.ts';
import type { Draft } from '../../../../core/draft/draft.ts';
import type { ForgeTemplate } from '../../../../core/forge/template.ts';
import type { SchemeInfo } from '../../../../core/signature/scheme-info.ts';
import { ANY_SECRET } from '../sending/index.ts';

/** The template as an unsent request, signed with the secret that fits best. */
export function draftFrom(template: ForgeTemplate, schemes: readonly SchemeInfo[], url: string): Draft {
  const canSign = schemes.some((scheme) => scheme.id === template.scheme && scheme.canSign);
  return {
    method: template.method,
    url,
    headers: template.headers,
    body: utf8Bytes(template.body),
    signing: canSign ? { scheme: template.scheme, secretId: ANY_SECRET, signedUrl: null } : null,
  };
}
