import type { ForgeTemplate } from '../../../../core/forge/template.ts';
import type { SchemeInfo } from '../../../../core/signature/scheme-info.ts';

export interface TemplateGroup {
  readonly scheme: string;
  /** The platform's name. */
  readonly name: string;
  readonly templates: readonly ForgeTemplate[];
}

/** Templates that hold every word of the search, by platform, in the order they are listed. */
export function groupTemplates(
  templates: readonly ForgeTemplate[],
  schemes: readonly SchemeInfo[],
  search: string,
): readonly TemplateGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, { name: string; templates: ForgeTemplate[] }>();
  for (const template of templates) {
    const name = schemes.find((scheme) => scheme.id === template.scheme)?.name ?? template.scheme;
    const text = `${name} ${template.scheme} ${template.event} ${template.title}`.toLowerCase();
    if (!words.every((word) => text.includes(word))) continue;
    const group = groups.get(template.scheme) ?? { name, templates: [] };
    group.templates.push(template);
    groups.set(template.scheme, group);
  }
  return [...groups].map(([scheme, { name, templates: found }]) => ({ scheme, name, templates: found }));
}
