import { ClipboardCheck, Hammer } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { ForgeTemplate } from '../../../../core/forge/template.ts';
import { useApp, useAppState, useBridge, useEngine } from '../../store/context.tsx';
import { Button, EmptyState, Spinner, SplitPane } from '../../ui/index.ts';
import { auditTemplate } from '../audit/index.ts';
import { DraftEditor } from '../sending/index.ts';
import { draftFrom } from './draft-from.ts';
import { forgeStore, useForge } from './forge-store.ts';
import { TemplateList } from './TemplateList.tsx';
import './forge.css';

/** A signed request from nothing: a template, a secret, a target. */
export function ForgeView() {
  const templates = useTemplates();
  if (templates === null) {
    return (
      <div className="forge-wait">
        <Spinner label="Reading templates…" />
      </div>
    );
  }
  return (
    <SplitPane
      id="forge"
      label="Width of the templates"
      firstSize={26}
      firstMin={220}
      secondMin={480}
      first={<Templates templates={templates} />}
      second={<ForgeEditor templates={templates} />}
    />
  );
}

function useTemplates(): readonly ForgeTemplate[] | null {
  const bridge = useBridge();
  const [templates, setTemplates] = useState<readonly ForgeTemplate[] | null>(null);
  useEffect(() => {
    let live = true;
    void bridge.call('templates.list', null).then((list) => {
      if (live) setTemplates(list);
    });
    return () => {
      live = false;
    };
  }, [bridge]);
  return templates;
}

function Templates({ templates }: { readonly templates: readonly ForgeTemplate[] }) {
  const context = useApp();
  const schemes = useAppState((state) => state.schemes);
  const target = useEngine((app) => app.settings.send.target);
  const selected = useForge((state) => state.templateId);
  return (
    <TemplateList
      templates={templates}
      schemes={schemes}
      selected={selected}
      onChoose={(template) =>
        forgeStore(context).setState(({ draft }) => ({
          templateId: template.id,
          // A target typed before stays: only the event changes.
          draft: draftFrom(template, schemes, draft?.url ?? target),
        }))
      }
    />
  );
}

function ForgeEditor({ templates }: { readonly templates: readonly ForgeTemplate[] }) {
  const context = useApp();
  const draft = useForge((state) => state.draft);
  const templateId = useForge((state) => state.templateId);
  const secrets = useEngine((app) => app.secrets);
  const template = templates.find((each) => each.id === templateId);
  const endpointId = useMemo(
    () => secrets.find((secret) => secret.id === draft?.signing?.secretId)?.endpointId ?? null,
    [secrets, draft],
  );
  if (draft === null || template === undefined) {
    return (
      <EmptyState icon={<Hammer size={24} />} title="Forge a signed request">
        <p>
          Choose an event on the left. It is filled in as the platform sends it; change anything, sign it with your
          secret and send it to your handler.
        </p>
      </EmptyState>
    );
  }
  return (
    <section className="forge-editor" aria-label="Forged request">
      <header className="forge-header">
        <h2>{template.title}</h2>
        <span className="mono">{template.event}</span>
        <Button
          size="small"
          variant="quiet"
          icon={<ClipboardCheck size={13} />}
          onPress={() => auditTemplate(context, template, draft)}
        >
          Audit the handler
        </Button>
      </header>
      <div className="forge-draft">
        <DraftEditor
          key={template.id}
          id="forge"
          draft={draft}
          onChange={(next) => forgeStore(context).setState({ draft: next })}
          origin={{ kind: 'forge' }}
          endpointId={endpointId}
          name={template.title}
        />
      </div>
    </section>
  );
}
