import { refusalCounts } from '../../../../core/listener.ts';
import { useApp, useEngine } from '../../store/context.tsx';
import { Button, formatBytes, formatCount } from '../../ui/index.ts';
import { limitsMet, settingNames } from './listener-words.ts';

/** What has passed the listener since the start, and what was refused and why. */
export function ListenerCounts() {
  const { navigation } = useApp().stores;
  const counters = useEngine((app) => app.listenerCounters);
  const budget = useEngine((app) => app.settings.capture.memoryBytes);
  const refused = refusalCounts(counters);
  const setting = limitsMet(counters)?.setting ?? null;
  return (
    <div className="listener-about">
      <p>Since Hookproof was started:</p>
      <dl className="listener-counts">
        <Count name="Captured" value={formatCount(counters.captures)} />
        <Count
          name="Connections"
          value={`${formatCount(counters.connections)}, ${formatCount(counters.openConnections)} of them open`}
        />
        <Count name="Being read" value={`${formatBytes(counters.inFlightBytes)} of ${formatBytes(budget)}`} />
      </dl>
      {refused.length === 0 ? (
        <p className="tunnel-note">Nothing was refused.</p>
      ) : (
        <dl className="listener-counts listener-refused" aria-label="Refused">
          {refused.map(({ cause, count, words }) => (
            <Count key={cause} name={formatCount(count)} value={`refused: ${words}`} isNumber />
          ))}
        </dl>
      )}
      {setting === null ? null : (
        <Button size="small" onPress={() => navigation.getState().openSettings(setting)}>
          Change {settingNames[setting]}
        </Button>
      )}
    </div>
  );
}

function Count({ name, value, isNumber = false }: { name: string; value: string; isNumber?: boolean }) {
  return (
    <div>
      <dt className={isNumber ? 'listener-number' : undefined}>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
