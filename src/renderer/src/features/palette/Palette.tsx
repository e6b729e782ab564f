import { Search } from 'lucide-react';
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Modal,
  ModalOverlay,
  TextField,
  useFilter,
} from 'react-aria-components';
import type { Command, CommandGroup } from '../../commands/command.ts';
import { useApp, useDialogs } from '../../store/context.tsx';
import { KeyHint } from '../../ui/index.ts';
import { commandGroups } from './command-groups.ts';
import './palette.css';

/** Every command that can be run now, found by typing. */
export function Palette({ commands }: { readonly commands: readonly Command[] }) {
  const open = useDialogs((state) => state.open?.kind === 'palette');
  const close = useDialogs((state) => state.close);
  return (
    <ModalOverlay
      className="palette-scrim"
      isOpen={open}
      onOpenChange={(isOpen) => {
        if (!isOpen) close();
      }}
      isDismissable
    >
      <Modal className="palette-box">
        <Dialog className="palette" aria-label="Command palette">
          <PaletteList commands={commands} onDone={close} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function PaletteList({ commands, onDone }: { readonly commands: readonly Command[]; readonly onDone: () => void }) {
  const context = useApp();
  const { contains } = useFilter({ sensitivity: 'base' });
  const possible = commands.filter(
    (command) => command.id !== 'app.palette' && (command.when === undefined || command.when(context)),
  );
  const run = (id: string) => {
    const command = possible.find((each) => each.id === id);
    // Closed first: a command that opens a dialog of its own would otherwise be closed with the palette.
    onDone();
    command?.run(context);
  };
  return (
    <Autocomplete filter={(text, input) => input.split(/\s+/).every((word) => contains(text, word))}>
      {/* Not a search field, which takes the first Esc to empty itself: one closes the palette. */}
      <TextField className="palette-search" aria-label="Find a command" autoFocus>
        <Search size={16} aria-hidden="true" />
        <Input role="combobox" aria-expanded="true" placeholder="Type a command" />
      </TextField>
      <ListBox
        className="palette-list"
        aria-label="Commands"
        selectionMode="none"
        onAction={(key) => run(String(key))}
        renderEmptyState={() => <p className="palette-nothing">No command matches.</p>}
      >
        {[...commandGroups(possible)].map(([group, members]) => (
          <PaletteGroup key={group} group={group} commands={members} />
        ))}
      </ListBox>
    </Autocomplete>
  );
}

function PaletteGroup({ group, commands }: { readonly group: CommandGroup; readonly commands: readonly Command[] }) {
  return (
    <ListBoxSection id={group}>
      <Header className="palette-group">{group}</Header>
      {commands.map((command) => (
        <ListBoxItem key={command.id} id={command.id} textValue={`${command.label} ${group}`} className="palette-item">
          <command.icon size={15} aria-hidden="true" />
          <span className="palette-label">{command.label}</span>
          {command.shortcuts?.[0] === undefined ? null : <KeyHint keys={command.shortcuts[0]} />}
        </ListBoxItem>
      ))}
    </ListBoxSection>
  );
}
