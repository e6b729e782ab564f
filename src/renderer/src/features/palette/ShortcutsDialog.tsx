import type { Command } from '../../commands/command.ts';
import { useDialogs } from '../../store/context.tsx';
import { Dialog, KeyHint } from '../../ui/index.ts';
import { commandGroups } from './command-groups.ts';
import './palette.css';

/** The keys of every command, by group. */
export function ShortcutsDialog({ commands }: { readonly commands: readonly Command[] }) {
  const open = useDialogs((state) => state.open?.kind === 'shortcuts');
  const close = useDialogs((state) => state.close);
  const groups = commandGroups(commands.filter((command) => command.shortcuts !== undefined));
  return (
    <Dialog title="Keyboard shortcuts" isOpen={open} onClose={close} size="medium">
      <div className="shortcuts">
        {[...groups].map(([group, members]) => (
          <section key={group}>
            <h3 className="shortcuts-group">{group}</h3>
            <dl className="shortcuts-list">
              {members.map((command) => (
                <div key={command.id}>
                  <dt>{command.label}</dt>
                  <dd>
                    {command.shortcuts?.map((chord, index) => (
                      <span key={chord} className="shortcuts-chord">
                        {index === 0 ? null : <span className="shortcuts-or">or</span>}
                        <KeyHint keys={chord} />
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
