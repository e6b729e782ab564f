import { useState } from 'react';
import type { FormField, FormView } from '../../../core/view/form.ts';
import { Badge, Button, visibleText } from '../ui/index.ts';
import { CutText } from './CutText.tsx';
import { MoreRows, useRowLimit } from './MoreRows.tsx';
import './HeadersTable.css';
import './FormTable.css';

/** A form's fields, decoded; the raw text stands below where decoding changed or did not understand it. */
export function FormTable({ form }: { readonly form: FormView }) {
  const limit = useRowLimit(form);
  return (
    <div className="form-view">
      <table className="headers-table" aria-label="Form fields">
        <tbody>
          {form.fields.slice(0, limit.rows).map((field, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a field has no identity but its place.
            <tr key={index}>
              <th scope="row">
                <CutText>{field.name}</CutText>
              </th>
              <td className="headers-value">
                <FieldValue field={field} />
                {field.problem === null ? null : (
                  <Badge tone="warn">{field.problem === 'invalid-escape' ? 'invalid % escape' : 'not UTF-8'}</Badge>
                )}
                {field.rawValue !== null && field.rawValue !== field.value ? (
                  <span className="form-raw">
                    raw: <CutText bytes>{field.rawValue}</CutText>
                  </span>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <MoreRows
        limit={limit}
        held={form.fields.length}
        total={form.totalFields}
        what="fields"
        elsewhere="Raw has all of them."
      />
    </div>
  );
}

function FieldValue({ field }: { readonly field: FormField }) {
  const [asJson, setAsJson] = useState(true);
  const { value, json } = field;
  if (field.rawValue === null) return <em className="form-raw">no value</em>;
  if (json === null) return <CutText>{value}</CutText>;
  return (
    <>
      <Button size="small" variant="quiet" onPress={() => setAsJson(!asJson)}>
        {asJson ? 'Show as one line' : 'Show as JSON'}
      </Button>
      {asJson ? (
        <pre className="form-json" dir="ltr">
          <bdi dir="ltr">{json.split('\n').map(visibleText).join('\n')}</bdi>
        </pre>
      ) : (
        <CutText>{value}</CutText>
      )}
    </>
  );
}
