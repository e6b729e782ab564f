import { Search } from 'lucide-react';
import { useDialogs } from '../../store/context.tsx';
import { Button, KeyHint } from '../../ui/index.ts';
import { ListenerChip } from './ListenerChip.tsx';
import { TunnelChip } from './TunnelChip.tsx';
import { UrlChanged } from './UrlChanged.tsx';
import './header.css';

/** Where requests come in: the listener, the tunnel, and what is wrong with either. */
export function Header() {
  const openPalette = useDialogs((state) => state.openPalette);
  return (
    <>
      <header className="header">
        <h1 className="visually-hidden">Hookproof</h1>
        <ListenerChip />
        <TunnelChip />
        <Button
          variant="quiet"
          size="small"
          icon={<Search size={14} />}
          className="header-palette"
          onPress={openPalette}
        >
          <span className="header-palette-text">
            <span className="header-palette-word">Commands</span> <KeyHint keys="mod+k" />
          </span>
        </Button>
      </header>
      <UrlChanged />
    </>
  );
}
