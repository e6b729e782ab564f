import { Eye, EyeOff, KeyRound, Lock, Pencil, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { explain } from '../../../../core/failure-words.ts';
import { type SecretInfo, VERIFY_TOKEN } from '../../../../core/secret.ts';
import { useApp, useAppState, useEngine } from '../../store/context.tsx';
import { Badge, ConfirmDialog, CopyButton, IconButton, InlineNotice } from '../../ui/index.ts';
import { PublicHalfOf } from '../keys/index.ts';
import { SecretEdit } from './SecretEdit.tsx';
import { SecretValidity } from './SecretValidity.tsx';

/** How long a revealed secret stays on the screen: long enough to compare, not to be forgotten there. */
const REVEALED_MS = 30_000;

export interface SecretRowProps {
  readonly secret: SecretInfo;
  /** It was just added. */
  readonly takesFocus: boolean;
  readonly onFocused: () => void;
  readonly isPublicShown: boolean;
  readonly onShowPublic: (isShown: boolean) => void;
}

export function SecretRow({ secret, takesFocus, onFocused, isPublicShown, onShowPublic }: SecretRowProps) {
  const { bridge, stores } = useApp();
  const scheme = useAppState((state) => state.schemes.find((each) => each.id === secret.scheme));
  const protection = useEngine((app) => app.secretProtection);
  const [revealed, setRevealed] = useState<string | null>(null);
  const [mode, setMode] = useState<'view' | 'edit' | 'delete'>('view');
  useEffect(() => {
    if (revealed === null) return;
    const timer = setTimeout(() => setRevealed(null), REVEALED_MS);
    return () => clearTimeout(timer);
  }, [revealed]);

  const row = useRef<HTMLLIElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time it is to take it.
  useEffect(() => {
    if (!takesFocus) return;
    row.current?.focus();
    onFocused();
  }, [takesFocus]);

  const reveal = async () => {
    const result = await bridge.call('secrets.reveal', { id: secret.id });
    if (result.ok) setRevealed(result.value.value);
    else stores.toasts.showFailure(result.failure);
  };
  const remove = async () => {
    const result = await bridge.call('secrets.delete', { id: secret.id });
    if (!result.ok) stores.toasts.showFailure(result.failure);
  };
  const locked = secret.state === 'locked';
  return (
    <li className="secret-row" ref={row} tabIndex={-1}>
      <div className="secret-line">
        <div className="secret-about">
          <p className="secret-label">
            {secret.label}
            {locked ? (
              <Badge tone="warn">
                <Lock size={11} aria-hidden="true" /> locked
              </Badge>
            ) : null}
            <SecretValidity secret={secret} />
          </p>
          <p className="secret-meta">
            {schemeWords(secret.scheme, scheme?.name)} · {secret.length} characters
            {secret.protection === protection ? null : ` · ${secret.protection}`}
          </p>
        </div>
        <code className="secret-text">{revealed ?? secret.masked}</code>
        <div className="secret-actions">
          {revealed === null ? (
            <IconButton
              label={`Reveal ${secret.label} for 30 s`}
              icon={<Eye size={15} />}
              isDisabled={locked}
              onPress={() => void reveal()}
            />
          ) : (
            <>
              <CopyButton text={revealed} label={`Copy ${secret.label}`} size="medium" />
              <IconButton
                label={`Hide ${secret.label}`}
                icon={<EyeOff size={15} />}
                onPress={() => setRevealed(null)}
              />
            </>
          )}
          {scheme?.keyPair === undefined ? null : (
            <IconButton
              label={`Public half of ${secret.label}`}
              icon={<KeyRound size={14} />}
              isDisabled={locked}
              isPressed={isPublicShown}
              onPress={() => onShowPublic(!isPublicShown)}
            />
          )}
          <IconButton
            label={`Edit ${secret.label}`}
            icon={<Pencil size={14} />}
            isPressed={mode === 'edit'}
            onPress={() => setMode(mode === 'edit' ? 'view' : 'edit')}
          />
          <IconButton label={`Delete ${secret.label}`} icon={<Trash2 size={14} />} onPress={() => setMode('delete')} />
        </div>
      </div>
      {locked ? (
        <InlineNotice tone="warn">{explain({ code: 'secret-locked', label: secret.label }).hint}</InlineNotice>
      ) : null}
      {isPublicShown && !locked && scheme?.keyPair !== undefined ? (
        <PublicHalfOf key={secret.masked} secretId={secret.id} />
      ) : null}
      {mode === 'edit' ? (
        <SecretEdit
          secret={secret}
          onDone={() => {
            setRevealed(null);
            setMode('view');
            // The form takes the focus along.
            row.current?.focus();
          }}
        />
      ) : null}
      <ConfirmDialog
        isOpen={mode === 'delete'}
        title={`Delete the secret “${secret.label}”?`}
        confirmLabel="Delete secret"
        isDangerous
        onConfirm={remove}
        onClose={() => setMode('view')}
      >
        <p>It cannot be brought back. Captures that it verified are judged again without it.</p>
      </ConfirmDialog>
    </li>
  );
}

function schemeWords(scheme: string | null, name: string | undefined): string {
  if (scheme === VERIFY_TOKEN) return 'Verify token for handshakes';
  return scheme === null ? 'Any scheme' : (name ?? scheme);
}
