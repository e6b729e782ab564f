import { utf8Bytes } from '../../../../core/bytes.ts';
import type { Draft } from '../../../../core/draft/draft.ts';
import type { ForgeTemplate } from '../../../../core/forge/template.ts';
import type { SecretInfo } from '../../../../core/secret.ts';
import type { SchemeInfo } from '../../../../core/signature/scheme-info.ts';

/** The template as an unsent request, signed with the secret that fits best: one of its scheme, else one of any. */
export function draftFrom(
  template: ForgeTemplate,
  secrets: readonly SecretInfo[],
  schemes: readonly SchemeInfo[],
  url: string,
): Draft {
  const canSign = schemes.some((scheme) => scheme.id === template.scheme && scheme.canSign);
  const secret =
    secrets.find((each) => each.scheme === template.scheme) ?? secrets.find((each) => each.scheme === null);
  return {
    method: template.method,
    url,
    headers: template.headers,
    body: utf8Bytes(template.body),
    signing: canSign ? { scheme: template.scheme, secretId: secret?.id ?? '', signedUrl: null } : null,
  };
}
