import type { ReactElement, ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem as AriaMenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components';
import { classNames } from './class-names.ts';
import { KeyHint } from './KeyHint.tsx';
import './Menu.css';

export interface MenuAction {
  readonly id: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly shortcut?: string;
  readonly isDisabled?: boolean;
  readonly isDangerous?: boolean;
  readonly onAction: () => void;
}

export interface MenuProps {
  /** What the menu offers, read out. */
  readonly label: string;
  /** A `Button` or an `IconButton`. */
  readonly trigger: ReactElement;
  /** `null` draws a line. */
  readonly items: readonly (MenuAction | null)[];
  readonly placement?: 'bottom start' | 'bottom end' | 'top end';
}

export function Menu({ label, trigger, items, placement = 'bottom end' }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="popover" placement={placement} offset={4}>
        <AriaMenu className="menu" aria-label={label}>
          {items.map((item, index) =>
            item === null ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place.
              <Separator key={`line-${index}`} className="menu-line" />
            ) : (
              <AriaMenuItem
                key={item.id}
                id={item.id}
                textValue={item.label}
                className={classNames('menu-item', item.isDangerous === true && 'menu-item-danger')}
                isDisabled={item.isDisabled ?? false}
                onAction={item.onAction}
              >
                <span className="menu-icon">{item.icon}</span>
                <span className="menu-label">{item.label}</span>
                {item.shortcut === undefined ? null : <KeyHint keys={item.shortcut} />}
              </AriaMenuItem>
            ),
          )}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
