import { useApp, useAppState, useCaptures, useEngine } from '../../store/context.tsx';
import { Button, formatCount, formatCounted, Spinner } from '../../ui/index.ts';
import { limitsMet, settingNames } from '../header/index.ts';
import { useLate } from './use-late.ts';
import './ListFooter.css';

/** How many captures there are, how many of them the filter hides, and what is under way. */
export function ListFooter() {
  const listed = useCaptures((state) => state.ids.length);
  const total = useCaptures((state) => state.total);
  const more = useCaptures((state) => state.more);
  const filtered = useCaptures((state) => Object.keys(state.filter).length > 0);
  const countsFiltered = useCaptures((state) => Object.keys(state.listedFilter).length > 0);
  const setQuery = useCaptures((state) => state.setQuery);
  const judging = useAppState((state) => state.judging);
  const progress = Object.values(judging)[0];
  const notIndexed = useAppState((state) => state.notIndexed);
  const isSearching = useLate(useCaptures((state) => state.loading !== null && Object.keys(state.filter).length > 0));
  const percent = useCaptures((state) => (state.searched === null ? null : Math.floor(state.searched * 100)));
  const isPartial = useCaptures((state) => state.loading === 'rest' || state.loading === 'older');
  return (
    <footer className="list-footer">
      <span role="status">
        {isSearching ? searchWords(isPartial ? listed : 0) : countWords(listed, total, more, countsFiltered)}
      </span>
      {isSearching && percent !== null ? <span aria-hidden="true">{percent} %</span> : null}
      {filtered && listed > 0 ? (
        <Button variant="quiet" size="small" onPress={() => setQuery({ text: '', endpointId: null })}>
          Show all
        </Button>
      ) : null}
      <Refused />
      {notIndexed === 0 || progress !== undefined ? null : (
        <span className="list-footer-judging" title="Until then a text search reads these captures one by one.">
          <Spinner size={12} label={`Indexing for search, ${formatCount(notIndexed)} to go`} />
        </span>
      )}
      {progress === undefined ? null : (
        <span className="list-footer-judging">
          <Spinner size={12} label={`Judging again ${formatCount(progress.done)}/${formatCount(progress.total)}`} />
        </span>
      )}
    </footer>
  );
}

/** What a bound of the listener's kept from being answered as the endpoint says. */
function Refused() {
  const { navigation } = useApp().stores;
  const met = limitsMet(useEngine((app) => app.listenerCounters));
  if (met === null) return null;
  const { words, setting } = met;
  if (setting === null) return <span className="list-footer-refused">{words}</span>;
  return (
    <span className="list-footer-refused">
      <Button
        variant="quiet"
        size="small"
        ariaLabel={`${words}. Change ${settingNames[setting]}`}
        onPress={() => navigation.getState().openSettings(setting)}
      >
        {words}
      </Button>
    </span>
  );
}

export function searchWords(listed: number): string {
  if (listed === 0) return 'Searching…';
  return `First ${formatCount(listed)} ${listed === 1 ? 'match' : 'matches'}, searching on…`;
}

/** With older pages unread it is not known how many of them match, so nothing is said of what is hidden among them. */
export function countWords(listed: number, total: number, more: boolean, filtered: boolean): string {
  const captures = (count: number) => formatCounted(count, 'capture');
  if (!filtered) return captures(total);
  if (more) return `First ${formatCount(listed)} matches of ${captures(total)}`;
  const hidden = Math.max(0, total - listed);
  return `${formatCount(listed)} of ${captures(total)} · ${formatCount(hidden)} hidden by the filter`;
}
