import type { ReactNode } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import './SplitPane.css';

export interface SplitPaneProps {
  /** Names the stored sizes; unique in the app. */
  readonly id: string;
  /** What the divider resizes, read out. */
  readonly label: string;
  readonly orientation?: 'horizontal' | 'vertical';
  readonly first: ReactNode;
  /** null: the first one takes the whole. It stays mounted when the second comes and goes: focus and undo are kept. */
  readonly second: ReactNode | null;
  /** Percent of the whole. */
  readonly firstSize?: number;
  /** Pixels. */
  readonly firstMin?: number;
  readonly secondMin?: number;
}

/** Two panes with a divider; its place is kept over restarts. Arrow keys move it when it has the focus. */
export function SplitPane({
  id,
  label,
  orientation = 'horizontal',
  first,
  second,
  firstSize = 50,
  firstMin = 280,
  secondMin = 320,
}: SplitPaneProps) {
  const panelIds = second === null ? ['first'] : ['first', 'second'];
  const layout = useDefaultLayout({ id: `split-${id}`, storage: localStorage, panelIds });
  return (
    <Group id={`split-${id}`} className="split" orientation={orientation} {...layout}>
      <Panel id="first" className="split-panel" defaultSize={`${firstSize}%`} minSize={firstMin}>
        {first}
      </Panel>
      {second === null ? null : (
        <>
          <Separator className="split-divider" aria-label={label} />
          <Panel id="second" className="split-panel" minSize={secondMin}>
            {second}
          </Panel>
        </>
      )}
    </Group>
  );
}
