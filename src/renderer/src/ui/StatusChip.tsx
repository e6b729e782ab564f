import type { Tone } from './Badge.tsx';
import { classNames } from './class-names.ts';
import './Badge.css';
import './StatusChip.css';

function toneOfStatus(status: number): Tone {
  if (status >= 500) return 'fail';
  if (status >= 400) return 'warn';
  return status >= 200 && status < 300 ? 'ok' : 'neutral';
}

/** An HTTP status code. `null`: no reply was sent or received (yet). */
export function StatusChip({ status }: { readonly status: number | null }) {
  if (status === null) return <span className="status-chip status-none">–</span>;
  return <span className={classNames('status-chip', `tone-${toneOfStatus(status)}`)}>{status}</span>;
}
