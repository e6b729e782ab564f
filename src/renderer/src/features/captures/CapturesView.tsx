import { FilterX } from 'lucide-react';
import { useEffect } from 'react';
import { useApp, useCaptures } from '../../store/context.tsx';
import { Button, EmptyState, ErrorBoundary, formatCount, Spinner, SplitPane } from '../../ui/index.ts';
import { CaptureDetail } from '../detail/index.ts';
import { CaptureList } from './CaptureList.tsx';
import { FilterBar } from './FilterBar.tsx';
import { ListFooter } from './ListFooter.tsx';
import { NothingCaptured } from './NothingCaptured.tsx';
import { useLate } from './use-late.ts';
import './CapturesView.css';

/** The list and, beside it, the capture that is selected. */
export function CapturesView() {
  const loading = useCaptures((state) => state.loading === 'first' && state.ids.length === 0);
  const { enter, leave } = useApp().stores.captures.getState();
  useEffect(() => {
    enter();
    return leave;
  }, [enter, leave]);
  const nothing = useCaptures((state) => state.total === 0 && state.ids.length === 0);
  if (nothing && !loading) return <NothingCaptured />;
  return (
    <SplitPane
      id="captures"
      label="Width of the list"
      first={<ListPane loading={loading} />}
      second={<DetailPane />}
      firstSize={44}
      firstMin={380}
      secondMin={400}
    />
  );
}

function ListPane({ loading }: { readonly loading: boolean }) {
  const isEmpty = useCaptures((state) => state.ids.length === 0);
  // The rows of the filter before, until the search for this one is over.
  const isOutdated = useLate(useCaptures((state) => state.loading === 'first'));
  return (
    <section className="list-pane" aria-label="Captures" data-outdated={isOutdated}>
      <FilterBar />
      {loading ? <SlowSpinner /> : isEmpty ? <NothingMatches /> : <CaptureList />}
      <ListFooter />
    </section>
  );
}

function SlowSpinner() {
  const late = useLate(true);
  return <div className="list-wait">{late ? <Spinner label="Loading captures…" size={16} /> : null}</div>;
}

function NothingMatches() {
  const total = useCaptures((state) => state.total);
  const setQuery = useCaptures((state) => state.setQuery);
  return (
    <div className="list-wait">
      <EmptyState
        icon={<FilterX size={24} />}
        title="The filter hides every capture"
        actions={<Button onPress={() => setQuery({ text: '', endpointId: null })}>Show all</Button>}
      >
        <p>
          {total === 1 ? 'The one capture does not match' : `None of the ${formatCount(total)} captures matches`}. New
          ones that match appear here.
        </p>
      </EmptyState>
    </div>
  );
}

/** Whatever the user does here is about this capture: the list must not move on to the next one meanwhile. */
function DetailPane() {
  const { bridge, stores } = useApp();
  const selectedId = useCaptures((state) => state.selectedId);
  const stay = stores.captures.getState().stopFollowing;
  return (
    <section
      className="detail-pane"
      aria-label="Selected capture"
      onPointerDownCapture={stay}
      onKeyDownCapture={stay}
      onFocusCapture={stay}
    >
      {selectedId === null ? (
        <EmptyState title="No capture is selected">
          <p>Choose one in the list, or move with the arrow keys.</p>
        </EmptyState>
      ) : (
        <ErrorBoundary pane="The capture’s view" bridge={bridge} resetBy={selectedId}>
          <CaptureDetail id={selectedId} />
        </ErrorBoundary>
      )}
    </section>
  );
}
