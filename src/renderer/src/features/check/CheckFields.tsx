import { Eraser } from 'lucide-react';
import { useMemo } from 'react';
import { schemeHint } from '../../../../core/signature/scheme-info.ts';
import { SUBMIT_CHORD, useSubmitPane } from '../../commands/submit-pane.ts';
import { useApp, useAppState, useEngine } from '../../store/context.tsx';
import { Button, formatMoment, KeyHint, Select, TextArea, TextField } from '../../ui/index.ts';
import { check, clearCheck, setForm } from './actions.ts';
import { BodyField } from './BodyField.tsx';
import { useCheck } from './check-store.ts';
import { PasteRequest } from './PasteRequest.tsx';
import { isRead, momentOf, readForm } from './read-form.ts';
import { SecretSource } from './SecretSource.tsx';

/** Stands for "detected": `Select` needs an id, and no scheme is called this. */
const DETECTED = ' detected';

/** The request to check, pasted whole or field by field, and what to check it with. */
export function CheckFields() {
  const context = useApp();
  const form = useCheck((state) => state.form);
  const isRunning = useCheck((state) => state.run !== null);
  const schemes = useAppState((state) => state.schemes);
  const secrets = useEngine((app) => app.secrets);
  const read = useMemo(() => readForm(form, []), [form]);
  const problems = isRead(read) ? {} : read;
  const moment = momentOf(form.receivedAt);
  const isEmpty = form.headers === '' && form.body.length === 0;
  const isReady = isRead(read) && !isEmpty;
  const submit = () => {
    if (isReady) void check(context);
  };
  const pane = useSubmitPane<HTMLDivElement>({ kind: 'check', submit, isReady });
  const scheme = schemes.find((each) => each.id === form.scheme);
  return (
    <div className="check-form" ref={pane}>
      <div className="check-fields">
        <header className="check-title">
          <h2>Check a signature</h2>
          <Button size="small" variant="quiet" icon={<Eraser size={13} />} onPress={() => clearCheck(context)}>
            Clear
          </Button>
        </header>
        <PasteRequest />
        <div className="check-line">
          <TextField
            label="Method"
            mono
            className="check-method"
            value={form.method}
            onChange={(method) => setForm(context, { method })}
            error={problems.method ?? null}
          />
          <TextField
            label="URL it was sent to"
            mono
            type="url"
            className="check-url"
            placeholder="https://example.com/webhooks"
            value={form.url}
            onChange={(url) => setForm(context, { url })}
            error={problems.url ?? null}
          />
        </div>
        <TextArea
          label="Headers"
          mono
          rows={5}
          placeholder={'Content-Type: application/json\nX-Hub-Signature-256: sha256=…'}
          value={form.headers}
          onChange={(headers) => setForm(context, { headers })}
          error={problems.headers ?? null}
        />
        <BodyField body={form.body} onChange={(body) => setForm(context, { body })} />
        <SecretSource
          from={form.secretFrom}
          pasted={form.pastedSecret}
          stored={form.storedSecret}
          secrets={secrets}
          hint={scheme?.secretHint ?? 'Paste it exactly as the provider shows it. It is not stored.'}
          onChange={(change) => setForm(context, change)}
        />
        <div className="check-line">
          <Select
            label="Scheme"
            searchable
            className="check-scheme"
            value={form.scheme ?? DETECTED}
            onChange={(id) => setForm(context, { scheme: id === DETECTED ? null : id })}
            options={[
              { id: DETECTED, label: 'Detected from the headers' },
              ...schemes
                .filter((each) => each.kind !== 'none')
                .map((each) => ({ id: each.id, label: each.name, hint: schemeHint(each) }))
                .toSorted((a, b) => a.label.localeCompare(b.label)),
            ]}
          />
          <TextField
            label="Received at"
            className="check-received"
            placeholder="now"
            value={form.receivedAt}
            onChange={(receivedAt) => setForm(context, { receivedAt })}
            error={problems.receivedAt ?? null}
            hint={typeof moment === 'number' ? formatMoment(moment) : 'Its age is judged at this moment.'}
          />
        </div>
      </div>
      <div className="check-submit">
        <Button variant="primary" isBusy={isRunning} isDisabled={!isReady} onPress={submit}>
          Check <KeyHint keys={SUBMIT_CHORD} />
        </Button>
        {isEmpty ? <span className="field-hint">Paste a request or fill in its headers and body.</span> : null}
      </div>
    </div>
  );
}
