import { useState } from 'react';
import type { FormView } from '../../../core/view/form.ts';
import { prettyJson } from '../../../core/view/json.ts';
import { Badge, Button, formatCount, HostileText } from '../ui/index.ts';
import './HeadersTable.css';
import './FormTable.css';

/** A form's fields, decoded; the raw text stands below where decoding changed or did not understand it. */
export function FormTable({ form }: { readonly form: FormView }) {
  return (
    <div className="form-view">
      <table className="headers-table" aria-label="Form fields">
        <tbody>
          {form.fields.map((field, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a field has no identity but its place.
            <tr key={index}>
              <th scope="row">
                <HostileText>{field.name}</HostileText>
              </th>
              <td className="headers-value">
                <FieldValue value={field.value} hasValue={field.rawValue !== null} />
                {field.problem === null ? null : (
                  <Badge tone="warn">{field.problem === 'invalid-escape' ? 'invalid % escape' : 'not UTF-8'}</Badge>
                )}
                {field.rawValue !== null && field.rawValue !== field.value ? (
                  <span className="form-raw">
                    raw: <HostileText bytes>{field.rawValue}</HostileText>
                  </span>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {form.totalFields > form.fields.length ? (
        <p className="form-more">
          The first {formatCount(form.fields.length)} of {formatCount(form.totalFields)} fields. Raw has all of them.
        </p>
      ) : null}
    </div>
  );
}

/** A value that is JSON itself (GitHub's `payload`, Slack's too) can be read as such. */
const MAX_INLINE_JSON = 256 * 1024;

function FieldValue({ value, hasValue }: { readonly value: string; readonly hasValue: boolean }) {
  const [asJson, setAsJson] = useState(true);
  if (!hasValue) return <em className="form-raw">no value</em>;
  const pretty = /^\s*[{[]/.test(value) && value.length <= MAX_INLINE_JSON ? prettyJson(value) : null;
  if (pretty?.ok !== true) return <HostileText>{value}</HostileText>;
  return (
    <>
      <Button size="small" variant="quiet" onPress={() => setAsJson(!asJson)}>
        {asJson ? 'Show as one line' : 'Show as JSON'}
      </Button>
      {asJson ? (
        <pre className="form-json" dir="ltr">
          {pretty.value.split('\n').map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place.
            <span key={index}>
              <HostileText>{line}</HostileText>
              {'\n'}
            </span>
          ))}
        </pre>
      ) : (
        <HostileText>{value}</HostileText>
      )}
    </>
  );
}
