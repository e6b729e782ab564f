import { X } from 'lucide-react';
import { useState } from 'react';
import type { CheckedRequest } from '../../../../core/contract.ts';
import { useCaptures } from '../../store/context.tsx';
import {
  Button,
  Checkbox,
  formatClock,
  HostileText,
  IconButton,
  middleTruncated,
  visibleByteString,
  visibleText,
} from '../../ui/index.ts';
import { AddPasted } from './AddPasted.tsx';
import { addPasted, type Given, hasCapture, MAX_REQUESTS, toggleCapture } from './discover-requests.ts';

export interface DiscoverRequestsProps {
  readonly given: Given;
  readonly onChange: (given: Given) => void;
}

/** The newest captures of the list, to be ticked; older ones are chosen before the dialog is opened. */
const LISTED = 40;

/** Which requests the recipe is to be found for. */
export function DiscoverRequests({ given, onChange }: DiscoverRequestsProps) {
  const [isPasting, setPasting] = useState(false);
  const pasted = given.flatMap((each, index) => (each.kind === 'pasted' ? [{ index, request: each.request }] : []));
  return (
    <fieldset className="discover-requests">
      <legend className="field-label">
        Requests of one sender, {given.length} of at most {MAX_REQUESTS} chosen
      </legend>
      <CaptureChoice given={given} onChange={onChange} />
      {pasted.length === 0 ? null : (
        <ul className="discover-pasted">
          {pasted.map(({ index, request }) => (
            <li key={index}>
              <span>pasted</span> <RequestLine request={request} />
              <IconButton
                label={`Remove pasted request ${index + 1}`}
                size="small"
                icon={<X size={13} />}
                onPress={() => onChange(given.filter((_, place) => place !== index))}
              />
            </li>
          ))}
        </ul>
      )}
      {isPasting ? (
        <AddPasted
          onAdd={(request) => {
            onChange(addPasted(given, request));
            setPasting(false);
          }}
          onCancel={() => setPasting(false)}
        />
      ) : (
        <div>
          <Button size="small" variant="quiet" onPress={() => setPasting(true)}>
            Paste a request…
          </Button>
        </div>
      )}
    </fieldset>
  );
}

function CaptureChoice({ given, onChange }: DiscoverRequestsProps) {
  const ids = useCaptures((state) => state.ids);
  const rows = useCaptures((state) => state.rows);
  const chosen = given.flatMap((each) => (each.kind === 'capture' ? [each.id] : []));
  const listed = [...new Set([...chosen, ...ids.slice(0, LISTED)])].filter((id) => rows.get(id)?.kind !== 'malformed');
  if (listed.length === 0) return <p className="field-hint">Nothing is captured: paste a request.</p>;
  return (
    <ul className="discover-captures" aria-label="Captures">
      {listed.map((id) => {
        const row = rows.get(id);
        return (
          <li key={id}>
            <Checkbox
              isSelected={hasCapture(given, id)}
              isDisabled={!hasCapture(given, id) && given.length >= MAX_REQUESTS}
              onChange={() => onChange(toggleCapture(given, id))}
            >
              <span className="discover-capture">
                <span className="section-dim">{id}</span>
                {row === undefined ? (
                  'not in the list'
                ) : (
                  <>
                    <HostileText className="mono">
                      {middleTruncated(visibleByteString(`${row.method} ${row.target}`), 36)}
                    </HostileText>
                    <span className="section-dim">{formatClock(row.receivedAt)}</span>
                  </>
                )}
              </span>
            </Checkbox>
          </li>
        );
      })}
    </ul>
  );
}

function RequestLine({ request }: { readonly request: CheckedRequest }) {
  return (
    <HostileText className="mono">{middleTruncated(visibleText(`${request.method} ${request.url}`), 40)}</HostileText>
  );
}
