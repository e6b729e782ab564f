import type { FailureCode } from '../../../../core/failure.ts';
import { useBridge, useEngine, useNavigation } from '../../store/context.tsx';
import { Button, ErrorState } from '../../ui/index.ts';
import { SalvageNotice } from './SalvageNotice.tsx';
import './notices.css';

/** Failures that a smaller history is a way out of. */
const forWantOfRoom: ReadonlySet<FailureCode> = new Set(['disk-low', 'capture-paused', 'storage-full']);

/** What went wrong outside any action and is still true, under the header until dismissed or over. */
export function NoticeBar() {
  const all = useEngine((app) => app.notices);
  const salvage = useEngine((app) => app.salvage);
  const openSettings = useNavigation((navigation) => navigation.openSettings);
  const bridge = useBridge();
  // The salvage tells of the damaged file what its notice tells, and more.
  const notices = salvage === null ? all : all.filter(({ failure }) => failure.code !== 'store-corrupt');
  if (notices.length === 0 && salvage === null) return null;
  return (
    <section className="notice-bar" aria-label="Notices">
      {salvage === null ? null : <SalvageNotice salvage={salvage} />}
      {notices.map((notice) => (
        <ErrorState
          key={notice.id}
          failure={notice.failure}
          actions={
            forWantOfRoom.has(notice.failure.code) ? (
              <Button size="small" onPress={() => openSettings('historyBytes')}>
                Limit the history
              </Button>
            ) : null
          }
          onDismiss={() => void bridge.call('notices.dismiss', { id: notice.id })}
        />
      ))}
    </section>
  );
}
