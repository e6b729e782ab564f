import { CircleHelp, KeyRound, Search, Settings2, Trash2, X } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import { CATCH_ALL_ENDPOINT_ID } from '../../../../core/endpoint.ts';
import { sortedEndpoints } from '../../store/app-state.ts';
import { useApp, useCaptures, useDialogs, useEngine } from '../../store/context.tsx';
import { IconButton, Popover, Select } from '../../ui/index.ts';
import { clearCaptures } from './clear.ts';
import './FilterBar.css';

/** Select's options need ids of their own: an endpoint is never called this. */
const ALL = ' all';

/** Which captures are listed: the filter box, the endpoint, and what acts on them all. */
export function FilterBar() {
  const context = useApp();
  const actions = context.stores.captures.getState();
  const query = useCaptures((state) => state.query);
  const problems = useCaptures((state) => state.problems);
  const isEmpty = useCaptures((state) => state.ids.length === 0);
  const endpoints = useEngine((app) => app.endpoints);
  const openSecrets = useDialogs((state) => state.openSecrets);
  const openEndpoint = useDialogs((state) => state.openEndpoint);
  const input = useRef<HTMLInputElement>(null);
  const endpointId = query.endpointId ?? CATCH_ALL_ENDPOINT_ID;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'Enter') focusList();
    else if (event.key === 'Escape' && query.text !== '') actions.setQuery({ text: '' });
    else if (event.key === 'Escape') focusList();
    else return;
    event.preventDefault();
  };
  return (
    <div className="filter-bar">
      <div className="filter-row">
        <div className="filter-box">
          <Search size={14} aria-hidden="true" />
          <input
            ref={input}
            id={FILTER_INPUT_ID}
            type="text"
            aria-label="Filter the captures"
            aria-describedby="filter-problems"
            placeholder="Filter"
            spellCheck={false}
            autoComplete="off"
            value={query.text}
            onChange={(event) => actions.setQuery({ text: event.target.value })}
            onKeyDown={onKeyDown}
          />
          {query.text === '' ? null : (
            <IconButton
              label="Clear the filter"
              shortcut="escape"
              icon={<X size={13} />}
              size="small"
              onPress={() => {
                actions.setQuery({ text: '' });
                input.current?.focus();
              }}
            />
          )}
          <FilterHelp />
        </div>
        {endpoints.length > 1 ? (
          <Select
            label="Endpoint"
            hideLabel
            className="filter-endpoint"
            value={query.endpointId ?? ALL}
            onChange={(id) => actions.setQuery({ endpointId: id === ALL ? null : id })}
            options={[
              { id: ALL, label: 'All endpoints' },
              ...sortedEndpoints(endpoints).map((each) => ({ id: each.id, label: each.name, hint: each.path })),
            ]}
          />
        ) : null}
        <IconButton label="Secrets" icon={<KeyRound size={15} />} onPress={() => openSecrets(endpointId)} />
        <IconButton label="Endpoints" icon={<Settings2 size={15} />} onPress={() => openEndpoint(endpointId)} />
        <IconButton
          label="Clear"
          shortcut="mod+shift+backspace"
          icon={<Trash2 size={15} />}
          isDisabled={isEmpty}
          onPress={() => void clearCaptures(context)}
        />
      </div>
      <div id="filter-problems" className="filter-problems" aria-live="polite">
        {problems.map((problem) => (
          <p key={problem}>{problem}</p>
        ))}
      </div>
    </div>
  );
}

const FILTER_INPUT_ID = 'capture-filter';

export function focusFilter(): void {
  const element = document.getElementById(FILTER_INPUT_ID);
  if (element instanceof HTMLInputElement) {
    element.focus();
    element.select();
  }
}

export function focusList(): void {
  const list = document.querySelector('[data-command-scope="list"]');
  if (list instanceof HTMLElement) list.focus();
}

const hints: readonly (readonly [example: string, meaning: string])[] = [
  ['invoice', 'occurs in the path, method, event, a header or the body'],
  ['"two words"', 'with its spaces, or with a colon in it'],
  ['method:post', 'the request’s method'],
  ['path:/hooks', 'a part of the path or query'],
  ['verdict:failed', 'verified, failed, unchecked or malformed'],
  ['scheme:github', 'the scheme it was checked against'],
  ['retry:yes', 'repeats a delivery that came before'],
  ['delivery:evt_1', 'the provider’s id of the delivery'],
];

function FilterHelp() {
  return (
    <Popover
      label="What the filter understands"
      placement="bottom end"
      trigger={<IconButton label="What the filter understands" icon={<CircleHelp size={13} />} size="small" />}
    >
      <dl className="filter-help">
        {hints.map(([example, meaning]) => (
          <div key={example}>
            <dt>
              <code>{example}</code>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <p className="filter-help-note">Several of them narrow the list further. Letter case does not matter.</p>
    </Popover>
  );
}
