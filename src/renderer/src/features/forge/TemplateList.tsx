import { useState } from 'react';
import { Collection, Header, ListBox, ListBoxItem, ListBoxSection } from 'react-aria-components';
import type { ForgeTemplate } from '../../../../core/forge/template.ts';
import type { SchemeInfo } from '../../../../core/signature/scheme-info.ts';
import { TextField } from '../../ui/index.ts';
import { groupTemplates } from './group-templates.ts';

export interface TemplateListProps {
  readonly templates: readonly ForgeTemplate[];
  readonly schemes: readonly SchemeInfo[];
  readonly selected: string | null;
  readonly onChoose: (template: ForgeTemplate) => void;
}

/** Events to forge, grouped by platform, with a search over them. */
export function TemplateList({ templates, schemes, selected, onChoose }: TemplateListProps) {
  const [search, setSearch] = useState('');
  const groups = groupTemplates(templates, schemes, search);
  return (
    <section className="template-pane" aria-label="Templates">
      <div className="template-search">
        <TextField
          label="Search templates"
          hideLabel
          placeholder="Search platforms and events"
          value={search}
          onChange={setSearch}
        />
      </div>
      <ListBox
        className="template-list"
        aria-label="Templates"
        selectionMode="single"
        selectedKeys={selected === null ? [] : [selected]}
        onSelectionChange={(keys) => {
          const chosen = templates.find((template) => keys !== 'all' && keys.has(template.id));
          if (chosen !== undefined) onChoose(chosen);
        }}
        items={groups.map((group) => ({ ...group, id: group.scheme }))}
        renderEmptyState={() => <p className="template-nothing">No template matches.</p>}
      >
        {(group) => (
          <ListBoxSection id={group.id} className="template-group">
            <Header className="template-platform">{group.name}</Header>
            <Collection items={group.templates}>
              {(template) => (
                <ListBoxItem id={template.id} textValue={`${group.name} ${template.title}`} className="template">
                  <span className="template-title">{titleInGroup(template.title)}</span>
                  <span className="template-event mono">{template.event}</span>
                </ListBoxItem>
              )}
            </Collection>
          </ListBoxSection>
        )}
      </ListBox>
    </section>
  );
}

/** "GitHub: push" stands under "GitHub" and needs its name only once. */
function titleInGroup(title: string): string {
  const rest = /^[^:]{1,40}: (.+)$/.exec(title)?.[1] ?? title;
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}
