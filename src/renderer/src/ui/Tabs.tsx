import type { ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components';
import { classNames } from './class-names.ts';
import './Tabs.css';

export interface TabItem {
  readonly id: string;
  readonly label: string;
  /** Behind the label: a count, a mark. */
  readonly badge?: ReactNode;
  /** Called only while the tab is shown. */
  readonly content: () => ReactNode;
}

export interface TabsProps {
  /** What the tabs choose between, read out. */
  readonly label: string;
  readonly tabs: readonly TabItem[];
  readonly selected: string;
  readonly onChange: (id: string) => void;
  /** At the far end of the tab row. */
  readonly end?: ReactNode;
  readonly className?: string;
}

/** A row of tabs over the shown panel, which fills the rest of the height and scrolls by itself. */
export function Tabs({ label, tabs, selected, onChange, end, className }: TabsProps) {
  return (
    <AriaTabs
      className={classNames('tabs', className)}
      selectedKey={selected}
      onSelectionChange={(key) => onChange(String(key))}
    >
      <div className="tabs-row">
        <TabList className="tabs-list" aria-label={label}>
          {tabs.map((tab) => (
            <Tab key={tab.id} id={tab.id} className="tab">
              {tab.label}
              {tab.badge}
            </Tab>
          ))}
        </TabList>
        {end}
      </div>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className="tab-panel">
          {tab.id === selected ? tab.content() : null}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
