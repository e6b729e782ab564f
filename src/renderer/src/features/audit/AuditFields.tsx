import { useEffect, useMemo, useState } from 'react';
import type { ForgeTemplate } from '../../../../core/forge/template.ts';
import { schemeHint } from '../../../../core/signature/scheme-info.ts';
import { SUBMIT_CHORD, useSubmitPane } from '../../commands/submit-pane.ts';
import { useApp, useAppState, useBridge, useCaptures, useEngine } from '../../store/context.tsx';
import { Button, HostileText, InlineNotice, KeyHint, middleTruncated, Select, TextField } from '../../ui/index.ts';
import { ANY_SECRET, SecretFields } from '../sending/index.ts';
import { audit, setForm } from './actions.ts';
import { useAudit } from './audit-store.ts';
import { ExpectationFields } from './ExpectationFields.tsx';
import { readForm, schemeOf, secretOf, targetOf } from './read-form.ts';
import { optionId, requestOfOption, requestOptions } from './request-options.ts';

/** What is audited, and with which request and secret. */
export function AuditFields() {
  const context = useApp();
  const form = useAudit((state) => state.form);
  const isRunning = useAudit((state) => state.running !== null);
  const schemes = useAppState((state) => state.schemes);
  const secrets = useEngine((app) => app.secrets);
  const defaultTarget = useEngine((app) => app.settings.send.target);
  const { problems, order } = useMemo(
    () => readForm(form, { defaultTarget, schemes, secrets }),
    [form, defaultTarget, schemes, secrets],
  );
  const scheme = schemeOf(form, schemes);
  const { signing, endpointId } = form;
  const target = targetOf(form, defaultTarget);
  const submit = () => {
    if (order !== null) void audit(context, order);
  };
  const pane = useSubmitPane<HTMLDivElement>({ kind: 'audit', submit, isReady: order !== null });
  return (
    <div className="audit-form" ref={pane}>
      <div className="audit-fields">
        <h2>Audit a handler</h2>
        <TextField
          label="Target URL"
          mono
          type="url"
          placeholder="http://127.0.0.1:3000/webhooks"
          value={target}
          onChange={(next) => setForm(context, { target: next })}
          error={problems.target ?? null}
        />
        <Select
          label="Scheme"
          searchable
          placeholder="Choose how its provider signs…"
          value={signing?.scheme ?? null}
          onChange={(id) =>
            setForm(context, {
              signing: { scheme: id, secretId: ANY_SECRET, signedUrl: null },
              // A template is the event of another provider; a capture is the user's own choice.
              ...(form.requestFrom?.kind === 'template' ? { requestFrom: null } : {}),
            })
          }
          options={schemes
            .filter((each) => each.canSign)
            .map((each) => ({ id: each.id, label: each.name, hint: schemeHint(each) }))
            .toSorted((a, b) => a.label.localeCompare(b.label))}
        />
        {signing === null ? null : scheme?.canSign === true ? (
          <>
            <SecretFields
              signing={{ ...signing, secretId: secretOf(form, secrets)?.id ?? ANY_SECRET }}
              onChange={(next) => setForm(context, { signing: next })}
              url={target}
              endpointId={endpointId}
            />
            <RequestField scheme={scheme.id} />
            <ExpectationFields scheme={scheme} problem={problems.deadline ?? null} />
          </>
        ) : (
          <InlineNotice tone="warn" title={`Requests of “${scheme?.name ?? signing.scheme}” cannot be signed here.`}>
            An audit begins with a valid request. Choose the scheme that your handler checks.
          </InlineNotice>
        )}
      </div>
      <div className="audit-submit">
        {order === null ? null : (
          <p className="field-hint">
            Sends about {order.expectations.timing ? 360 : 60} requests to{' '}
            <HostileText className="mono">{middleTruncated(target.trim(), 72)}</HostileText>, some of them valid: the
            handler will deal with those as real events.
          </p>
        )}
        <Button variant="primary" isBusy={isRunning} isDisabled={order === null} onPress={submit}>
          Audit <KeyHint keys={SUBMIT_CHORD} />
        </Button>
      </div>
    </div>
  );
}

function RequestField({ scheme }: { readonly scheme: string }) {
  const context = useApp();
  const chosen = useAudit((state) => state.form.requestFrom);
  const templates = useTemplates();
  const ids = useCaptures((state) => state.ids);
  const rows = useCaptures((state) => state.rows);
  const options = useMemo(
    () => requestOptions({ scheme, chosen, templates, captures: ids.flatMap((id) => rows.get(id) ?? []) }),
    [scheme, chosen, templates, ids, rows],
  );
  return (
    <Select
      label="Request to start from"
      searchable={options.length > 8}
      value={optionId(chosen)}
      onChange={(id) => setForm(context, { requestFrom: requestOfOption(id) })}
      options={options}
      hint="Every request of the audit is made from it, signed anew and with a delivery id of its own."
    />
  );
}

/** Empty until they are read. */
function useTemplates(): readonly ForgeTemplate[] {
  const bridge = useBridge();
  const [templates, setTemplates] = useState<readonly ForgeTemplate[]>([]);
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
