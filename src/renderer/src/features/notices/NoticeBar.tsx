import { useBridge, useEngine } from '../../store/context.tsx';
import { ErrorState } from '../../ui/index.ts';
import './notices.css';

/** What went wrong outside any action and is still true, under the header until dismissed or over. */
export function NoticeBar() {
  const notices = useEngine((app) => app.notices);
  const bridge = useBridge();
  if (notices.length === 0) return null;
  return (
    <section className="notice-bar" aria-label="Notices">
      {notices.map((notice) => (
        <ErrorState
          key={notice.id}
          failure={notice.failure}
          onDismiss={() => void bridge.call('notices.dismiss', { id: notice.id })}
        />
      ))}
    </section>
  );
}
